package planted.r09.adapter.http;

public record PlantedEntryPoint(String name) {}
