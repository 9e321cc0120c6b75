package planted.r22.application;

record PlantedStream() {
    void act() {
        System.out.println();
    }
}
