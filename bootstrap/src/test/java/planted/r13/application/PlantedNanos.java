package planted.r13.application;

record PlantedNanos() {
    long make() {
        return System.nanoTime();
    }
}
