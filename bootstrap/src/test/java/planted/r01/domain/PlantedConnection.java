package planted.r01.domain;

import java.sql.Connection;

record PlantedConnection(Connection connection) {}
