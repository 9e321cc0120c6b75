package planted.r22.application;

import java.util.logging.Logger;

record PlantedLogger(Logger logger) {}
