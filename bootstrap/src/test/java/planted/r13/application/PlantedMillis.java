package planted.r13.application;

record PlantedMillis() {
    long make() {
        return System.currentTimeMillis();
    }
}
