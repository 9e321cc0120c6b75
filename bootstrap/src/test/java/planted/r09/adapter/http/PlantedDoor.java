package planted.r09.adapter.http;

public record PlantedDoor(String name) {}
