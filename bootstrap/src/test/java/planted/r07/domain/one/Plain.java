package planted.r07.domain.one;

public record Plain(String name) {}
