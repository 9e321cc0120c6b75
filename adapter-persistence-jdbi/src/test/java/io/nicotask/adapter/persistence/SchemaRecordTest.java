package io.nicotask.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.port.Ports;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.golden.GoldenFile;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema is the recorded one, and this version reads a database that an earlier version filled. */
final class SchemaRecordTest {

    /** Longer than any record is kept, so that the result does not depend on the day. */
    private static final Duration NEVER_OVERDUE = Duration.ofDays(36_500);

    private static final Instant NOW = Instant.parse("2026-06-01T13:00:00Z");

    private static final String AT_THE_TIME_OF_THE_RECORD =
            "update manual_clock.base set instant = (select max(written_at) from work)";

    private static final List<String> AN_HOUR_LATER = List.of(
            "update process_lease set until = until - interval '1 hour'",
            "update work set due_at = due_at - interval '1 hour', claimed_until = claimed_until - interval '1 hour'");

    /** Records under the number of the last migration; older records stay. */
    @BeforeAll
    static void record_the_data_of_this_version() {
        if (!GoldenFile.isRecording()) {
            return;
        }
        Settings database = withoutDeadlines(ManualDatabaseClock.install(PostgresTestServer.emptyDatabase()));
        PopulatedDatabase.fill(database);
        String rows = PostgresTestServer.jdbi(database).withHandle(handle -> {
            AN_HOUR_LATER.forEach(handle::execute);
            return DataDump.of(handle);
        });
        GoldenFile.of("database/v" + version(database) + ".sql").write(rows);
    }

    static List<String> recordedVersions() {
        return GoldenFile.namesIn("database").stream()
                .filter(name -> name.matches("v\\d+\\.sql"))
                .map(name -> name.replaceAll("\\D", ""))
                .toList();
    }

    @Test
    void the_schema_after_all_migrations_is_the_recorded_one() {
        Settings database = PostgresTestServer.emptyDatabase();
        PersistenceModule.open(database).close();

        GoldenFile.of("database/schema.txt")
                .assertRecords(PostgresTestServer.jdbi(database).withHandle(SchemaDump::of));
    }

    @ParameterizedTest
    @MethodSource("recordedVersions")
    void a_database_that_a_version_filled_is_migrated_and_read(String version) throws SQLException {
        Settings database = withoutDeadlines(ManualDatabaseClock.install(PostgresTestServer.emptyDatabase()));
        migrate(database, version);
        load(database, GoldenFile.of("database/v" + version + ".sql").read());
        load(database, AT_THE_TIME_OF_THE_RECORD);

        try (PersistenceModule module = PersistenceModule.open(database)) {
            Ports ports =
                    module.ports(new ProviderAdminPolicy(module.sites()), RackConflicts.SHARED_COMPONENTS, () -> NOW);
            GoldenFile.of("database/v" + version + "-read.txt").assertRecords(StoredStateDump.of(ports));
        }
    }

    @Test
    void every_table_of_the_newest_record_has_rows() {
        String newest =
                GoldenFile.of("database/v" + version(migrated()) + ".sql").read();

        assertThat(newest.lines().filter(line -> line.startsWith("delete from ")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(newest)
                        .contains("insert into " + line.substring("delete from ".length(), line.length() - 1) + " ("));
    }

    private static Settings migrated() {
        Settings database = PostgresTestServer.emptyDatabase();
        SchemaMigrator.migrate(database);
        return database;
    }

    private static Settings withoutDeadlines(Settings settings) {
        return new Settings(settings.url(), settings.user(), settings.password(), settings.limits(), NEVER_OVERDUE);
    }

    private static void migrate(Settings database, String version) {
        assertThat(Flyway.configure(SchemaMigrator.class.getClassLoader())
                        .dataSource(database.url(), database.user(), database.password())
                        .schemas(database.schema())
                        .table("schema_history")
                        .placeholders(Map.of("schema", database.schemaName().quoted()))
                        .locations("classpath:io/nicotask/adapter/persistence/migration")
                        .target(version)
                        .load()
                        .migrate()
                        .success)
                .isTrue();
    }

    private static void load(Settings database, String rows) throws SQLException {
        Jdbi jdbi = PostgresTestServer.jdbi(database);
        jdbi.useHandle(handle -> {
            try (var statement = handle.getConnection().createStatement()) {
                statement.execute(rows);
            }
        });
    }

    private static String version(Settings database) {
        return PostgresTestServer.jdbi(database)
                .withHandle(handle -> handle.createQuery(
                                "select version from schema_history order by installed_rank desc limit 1")
                        .mapTo(String.class)
                        .one());
    }
}
