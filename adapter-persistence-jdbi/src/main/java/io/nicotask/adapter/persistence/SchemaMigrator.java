package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.port.StoreUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Migrates a schema to that of this version, or checks it. */
final class SchemaMigrator {

    private static final String HISTORY_TABLE = "schema_history";
    private static final int LOCK_ATTEMPTS = 120;

    /** A replica of an earlier version may start while another one has migrated already. */
    private static final String LATER_VERSIONS = "*:future";

    /** Released migrations never change, so only versions in between have other migrations. */
    private static final String DEVELOPMENT_SCHEMA = "The database was created by a development version and cannot be"
            + " migrated; use an empty database, or delete the data directory of the embedded server";

    private final DataSource connections;
    private final SchemaName schema;

    private SchemaMigrator(DataSource connections, SchemaName schema) {
        this.connections = connections;
        this.schema = schema;
    }

    /**
     * Runs the missing migrations, and returns what every later connection must lead to; replicas that start at the same
     * time wait for each other. Changes nothing in a database that does not meet the requirements.
     *
     * @throws StoreUnavailable if the database cannot be reached, or is starting
     * @throws IllegalStateException if the database does not meet a requirement; the message is a sentence without a full
     *     stop
     */
    static KnownDatabase migrate(Settings settings) {
        DataSource logins = DataSources.of(() -> DatabaseLogin.connect(settings), settings.toString());
        SchemaMigrator migrator = new SchemaMigrator(logins, settings.schemaName());
        migrator.check(requirements -> {
            requirements.checkServer();
            requirements.checkSchema();
            requirements.checkSessions(settings);
            return migrator;
        });
        migrator.migrate();
        return migrator.check(requirements -> {
            requirements.checkRights();
            return requirements.knownDatabase();
        });
    }

    /**
     * Does so with connections of a host, or only checks the schema. Holds one connection, or while it migrates what Flyway
     * needs.
     *
     * @throws StoreUnavailable as {@link #migrate(Settings)}
     * @throws IllegalStateException as {@link #migrate(Settings)}
     */
    static void apply(Migrations migrations, DataSource connections, SchemaName schema) {
        SchemaMigrator migrator = new SchemaMigrator(connections, schema);
        migrator.check(requirements -> {
            switch (migrations) {
                case OWN_HISTORY -> {
                    requirements.checkServer();
                    requirements.checkSchema();
                }
                case VALIDATE_ONLY -> requirements.checkServer();
                case NONE -> requirements.checkTables();
            }
            return migrations;
        });
        switch (migrations) {
            case OWN_HISTORY -> migrator.migrate();
            case VALIDATE_ONLY -> migrator.validate();
            case NONE -> {}
        }
        if (migrations != Migrations.NONE) {
            migrator.check(requirements -> {
                requirements.checkRights();
                return migrations;
            });
        }
    }

    private <T> T check(Check<T> check) {
        try (Connection connection = connections.getConnection()) {
            return check.on(new DatabaseRequirements(connection, schema));
        } catch (SQLException fault) {
            throw refusal(fault);
        }
    }

    private void migrate() {
        try {
            var unused = flyway(LATER_VERSIONS).migrate();
        } catch (FlywayValidateException differs) {
            throw new IllegalStateException(DEVELOPMENT_SCHEMA, differs);
        } catch (FlywayException failed) {
            if (failed.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
                throw new IllegalStateException(
                        "The schema " + schema.value()
                                + " has other contents; name one that is empty or does not exist",
                        failed);
            }
            throw refusal(failed);
        }
    }

    private void validate() {
        try {
            flyway().validate();
        } catch (FlywayValidateException differs) {
            throw new IllegalStateException(
                    "The schema " + schema.value() + " is not that of this version; migrate it first", differs);
        } catch (FlywayException failed) {
            throw refusal(failed);
        }
    }

    private Flyway flyway(String... ignoredMigrations) {
        return Flyway.configure(SchemaMigrator.class.getClassLoader())
                .dataSource(connections)
                .schemas(schema.value())
                .table(HISTORY_TABLE)
                .placeholders(Map.of("schema", schema.quoted()))
                .locations("classpath:io/nicotask/adapter/persistence/migration")
                .failOnMissingLocations(true)
                .ignoreMigrationPatterns(ignoredMigrations)
                .lockRetryCount(LOCK_ATTEMPTS)
                .load();
    }

    private static RuntimeException refusal(FlywayException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return refusal(sql);
            }
        }
        return failed;
    }

    private static RuntimeException refusal(SQLException fault) {
        if (DatabaseRequirements.isRefusal(fault)) {
            return new IllegalStateException("The database refuses the server: " + SqlErrors.rootLine(fault), fault);
        }
        String sentence = fault instanceof PoolTimeout ? PoolTimeout.SENTENCE : "The database cannot be reached";
        return new StoreUnavailable(sentence + ": " + SqlErrors.rootLine(fault), fault);
    }

    /** What is required of a database. */
    @FunctionalInterface
    private interface Check<T> {

        T on(DatabaseRequirements requirements) throws SQLException;
    }
}
