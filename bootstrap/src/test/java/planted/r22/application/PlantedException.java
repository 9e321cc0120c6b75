package planted.r22.application;

record PlantedException(String name) {
    PlantedException {
        if (name.isEmpty()) {
            throw new RuntimeException("no name");
        }
    }
}
