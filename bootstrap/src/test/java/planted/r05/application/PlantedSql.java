package planted.r05.application;

import java.sql.Connection;

record PlantedSql(Connection part) {}
