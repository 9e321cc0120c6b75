package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.port.StoreUnavailable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Migrates a database to the schema of this version. */
final class SchemaMigrator {

    private static final int OLDEST_SERVER = 15;
    private static final int LOCK_ATTEMPTS = 120;

    /** Released migrations never change, so only versions in between have other migrations. */
    private static final String DEVELOPMENT_SCHEMA = "The database was created by a development version and cannot be"
            + " migrated; use an empty database, or delete the data directory of the embedded server";

    private SchemaMigrator() {}

    /**
     * Runs the missing migrations; replicas that start at the same time wait for each other. Changes nothing in a database
     * that other migrations have created.
     */
    static void migrate(Settings settings) {
        checkServer(settings);
        try {
            Flyway.configure(SchemaMigrator.class.getClassLoader())
                    .dataSource(settings.url(), settings.user(), settings.password())
                    .jdbcProperties(ConnectionPool.driverProperties(settings.limits()))
                    .locations("classpath:io/nicotask/adapter/persistence/migration")
                    .failOnMissingLocations(true)
                    .lockRetryCount(LOCK_ATTEMPTS)
                    .load()
                    .migrate();
        } catch (FlywayValidateException differs) {
            throw new IllegalStateException(DEVELOPMENT_SCHEMA, differs);
        }
    }

    private static void checkServer(Settings settings) {
        Properties login = new Properties();
        login.putAll(ConnectionPool.driverProperties(settings.limits()));
        login.putAll(Map.of("user", settings.user(), "password", settings.password()));
        try (Connection connection = DriverManager.getConnection(settings.url(), login);
                Statement statement = connection.createStatement();
                ResultSet encoding = statement.executeQuery("show server_encoding")) {
            encoding.next();
            requireServer(connection.getMetaData().getDatabaseMajorVersion(), encoding.getString(1));
        } catch (SQLException fault) {
            throw new StoreUnavailable("The database cannot be reached: " + fault.getMessage(), fault);
        }
    }

    /** Refuses a server that cannot run this module's SQL or store every Unicode text. */
    static void requireServer(int version, String encoding) {
        if (version < OLDEST_SERVER) {
            throw new IllegalStateException(
                    "The database is PostgreSQL %d; %d or later is needed".formatted(version, OLDEST_SERVER));
        }
        if (!encoding.equals("UTF8")) {
            throw new IllegalStateException("The database is encoded in %s; UTF8 is needed".formatted(encoding));
        }
    }
}
