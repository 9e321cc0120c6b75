package planted.r19.application.cancel;

final class PlantedElsewhere extends RuntimeException {}
