package planted.r06.helper;

record PlantedHelper(String name) {}
