package planted.r03.adapter.http;

public record Plain(String name) {}
