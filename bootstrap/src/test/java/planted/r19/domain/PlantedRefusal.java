package planted.r19.domain;

final class PlantedRefusal extends RuntimeException {}
