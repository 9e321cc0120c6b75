package io.nicotask.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.contract.ConcurrentRuns;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class SchemaMigratorTest {

    /** The migrations before there was a baseline: the first one differed, and there were seven more. */
    private static final String DEVELOPMENT_HISTORY = """
            update schema_history set description = 'sites', script = 'V1__sites.sql', checksum = checksum + 1
            where version is not null;
            insert into schema_history
            select number, number::text, 'tasks', type, 'V' || number || '__tasks.sql', number, installed_by, now(), 1,
                   true
            from schema_history, generate_series(2, 8) number where version is not null
            """;

    @Test
    void replicas_that_start_at_the_same_time_on_an_empty_database_all_start() {
        Settings database = PostgresTestServer.emptyDatabase();

        List<Boolean> alive = ConcurrentRuns.of(3, () -> {
            try (PersistenceModule module = PersistenceModule.open(database)) {
                return module.isAlive();
            }
        });

        assertThat(alive).containsOnly(true);
        assertThat(migrations(database)).hasSize(1);
    }

    @Test
    void a_database_that_is_up_to_date_stays_as_it_is() {
        Settings database = PostgresTestServer.emptyDatabase();
        PersistenceModule.open(database).close();
        List<String> first = migrations(database);

        PersistenceModule.open(database).close();

        assertThat(migrations(database)).isEqualTo(first);
    }

    @Test
    void a_server_that_is_too_old_is_refused_in_one_sentence() {
        assertThatIllegalStateException()
                .isThrownBy(() -> DatabaseRequirements.requireServer(14, "UTF8"))
                .withMessage("The database is PostgreSQL 14; 15 or later is needed");
        assertThatCode(() -> DatabaseRequirements.requireServer(15, "UTF8")).doesNotThrowAnyException();
    }

    @Test
    void a_database_that_cannot_store_every_text_is_refused_in_one_sentence() {
        Settings database =
                PostgresTestServer.emptyDatabase("encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0");

        assertThatIllegalStateException()
                .isThrownBy(() -> PersistenceModule.open(database))
                .withMessage("The database is encoded in LATIN1; UTF8 is needed");
    }

    @Test
    void a_database_of_a_development_version_is_refused_in_one_sentence_and_not_changed() {
        Settings database = PostgresTestServer.emptyDatabase();
        Jdbi jdbi = PostgresTestServer.jdbi(database);
        PersistenceModule.open(database).close();
        jdbi.useHandle(handle -> handle.execute(DEVELOPMENT_HISTORY));
        List<String> before = migrations(database);
        String schema = jdbi.withHandle(SchemaDump::of);

        assertThatIllegalStateException()
                .isThrownBy(() -> PersistenceModule.open(database))
                .withMessage("The database was created by a development version and cannot be migrated; use an empty"
                        + " database, or delete the data directory of the embedded server");

        assertThat(migrations(database)).hasSize(8).isEqualTo(before);
        assertThat(jdbi.withHandle(SchemaDump::of)).isEqualTo(schema);
    }

    private static List<String> migrations(Settings database) {
        return PostgresTestServer.jdbi(database)
                .withHandle(handle -> handle.createQuery(
                                "select version || ' ' || installed_on from schema_history where version is not null"
                                        + " order by version")
                        .mapTo(String.class)
                        .list());
    }
}
