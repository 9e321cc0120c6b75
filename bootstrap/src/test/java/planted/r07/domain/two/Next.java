package planted.r07.domain.two;

import planted.r07.domain.one.Plain;

public record Next(Plain previous) {}
