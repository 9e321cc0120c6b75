package planted.r14.application;

interface PlantedSetter {
    void setStatus(String status);
}
