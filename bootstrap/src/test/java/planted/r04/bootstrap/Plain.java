package planted.r04.bootstrap;

public record Plain(String name) {}
