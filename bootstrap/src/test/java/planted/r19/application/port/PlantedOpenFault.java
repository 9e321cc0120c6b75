package planted.r19.application.port;

class PlantedOpenFault extends RuntimeException {}
