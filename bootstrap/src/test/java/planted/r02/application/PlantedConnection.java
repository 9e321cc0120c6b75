package planted.r02.application;

import java.sql.Connection;

record PlantedConnection(Connection connection) {}
