package planted.r10.application;

public record PlantedPublicService(String name) {}
