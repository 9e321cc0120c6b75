package planted.r12.application;

interface PlantedOpenResult {}
