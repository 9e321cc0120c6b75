package planted.r13.application;

record PlantedMathRandom() {
    double make() {
        return Math.random();
    }
}
