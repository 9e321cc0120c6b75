package planted.r04.application;

import planted.r04.bootstrap.Plain;

record PlantedUpward(Plain wiring) {}
