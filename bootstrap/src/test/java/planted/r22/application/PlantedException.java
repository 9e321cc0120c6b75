package planted.r22.application;

record PlantedException() {
    void act() {
        throw new RuntimeException();
    }
}
