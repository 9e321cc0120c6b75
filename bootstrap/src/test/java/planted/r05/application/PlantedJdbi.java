package planted.r05.application;

import org.jdbi.v3.core.Jdbi;

record PlantedJdbi(Jdbi part) {}
