package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.port.StoreUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Migrates a database to the schema of this version. */
final class SchemaMigrator {

    private static final String HISTORY_TABLE = "schema_history";
    private static final int LOCK_ATTEMPTS = 120;

    /** Released migrations never change, so only versions in between have other migrations. */
    private static final String DEVELOPMENT_SCHEMA = "The database was created by a development version and cannot be"
            + " migrated; use an empty database, or delete the data directory of the embedded server";

    private SchemaMigrator() {}

    /**
     * Runs the missing migrations, and returns what every later connection must lead to; replicas that start at the same
     * time wait for each other. Changes nothing in a database that does not meet the requirements.
     *
     * @throws StoreUnavailable if the database cannot be reached, or is starting
     * @throws IllegalStateException if the database does not meet a requirement; the message is a sentence without a full
     *     stop
     */
    static KnownDatabase migrate(Settings settings) {
        try (Connection connection = DatabaseLogin.connect(settings)) {
            DatabaseRequirements requirements = new DatabaseRequirements(connection, settings.schemaName());
            requirements.checkServer();
            requirements.checkSchema();
            requirements.checkSessions(settings);
            runMigrations(settings);
            requirements.checkRights();
            return requirements.knownDatabase();
        } catch (SQLException fault) {
            if (DatabaseRequirements.isRefusal(fault)) {
                throw new IllegalStateException("The database refuses the server: " + SqlErrors.rootLine(fault), fault);
            }
            throw new StoreUnavailable("The database cannot be reached: " + SqlErrors.rootLine(fault), fault);
        }
    }

    private static void runMigrations(Settings settings) throws SQLException {
        try {
            Flyway.configure(SchemaMigrator.class.getClassLoader())
                    .dataSource(settings.url(), settings.user(), settings.password())
                    .jdbcProperties(DatabaseLogin.driverProperties(settings.limits()))
                    .schemas(settings.schema())
                    .table(HISTORY_TABLE)
                    .placeholders(Map.of("schema", settings.schemaName().quoted()))
                    .locations("classpath:io/nicotask/adapter/persistence/migration")
                    .failOnMissingLocations(true)
                    .lockRetryCount(LOCK_ATTEMPTS)
                    .load()
                    .migrate();
        } catch (FlywayValidateException differs) {
            throw new IllegalStateException(DEVELOPMENT_SCHEMA, differs);
        } catch (FlywayException failed) {
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException sql) {
                    throw sql;
                }
            }
            throw failed;
        }
    }
}
