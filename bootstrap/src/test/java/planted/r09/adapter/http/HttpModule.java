package planted.r09.adapter.http;

public record HttpModule(String name) {}
