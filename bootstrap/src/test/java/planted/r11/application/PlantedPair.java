package planted.r11.application;

interface PlantedPair {
    void act();

    void undo();
}
