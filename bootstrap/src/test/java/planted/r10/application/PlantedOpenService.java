package planted.r10.application;

class PlantedOpenService {}
