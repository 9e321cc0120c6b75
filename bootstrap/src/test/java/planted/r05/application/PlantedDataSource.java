package planted.r05.application;

import javax.sql.DataSource;

record PlantedDataSource(DataSource part) {}
