package io.nicotask.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.contract.ConcurrentRuns;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SchemaMigratorTest {

    @Test
    void replicas_that_start_at_once_on_an_empty_database_all_start() {
        Settings database = PostgresTestServer.emptyDatabase();

        List<Boolean> alive = ConcurrentRuns.of(3, () -> {
            try (PersistenceModule module = PersistenceModule.open(database)) {
                return module.isAlive();
            }
        });

        assertThat(alive).containsOnly(true);
        assertThat(migrations(database)).hasSize(8).doesNotHaveDuplicates();
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
                .isThrownBy(() -> SchemaMigrator.requireServer(14, "UTF8"))
                .withMessage("The database is PostgreSQL 14; 15 or later is needed");
        assertThatCode(() -> SchemaMigrator.requireServer(15, "UTF8")).doesNotThrowAnyException();
    }

    @Test
    void a_database_that_cannot_keep_every_text_is_refused_in_one_sentence() {
        Settings database =
                PostgresTestServer.emptyDatabase("encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0");

        assertThatIllegalStateException()
                .isThrownBy(() -> PersistenceModule.open(database))
                .withMessage("The database is encoded in LATIN1; UTF8 is needed");
    }

    private static List<String> migrations(Settings database) {
        return PostgresTestServer.jdbi(database)
                .withHandle(handle -> handle.createQuery(
                                "select version || ' ' || installed_on from flyway_schema_history order by version")
                        .mapTo(String.class)
                        .list());
    }
}
