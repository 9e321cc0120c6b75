package io.nicotask.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was decided is neither rewritten nor removed, also by the owner of the tables. */
final class EvidenceTablesTest {

    private static final String REFUSED = "23000";
    private static final Settings DATABASE = PostgresTestServer.emptyDatabase();

    private final Jdbi jdbi = PostgresTestServer.jdbi(DATABASE);

    @BeforeAll
    static void every_table_has_rows() {
        PopulatedDatabase.fill(DATABASE);
    }

    @ParameterizedTest
    @CsvSource({
        "audit, reason = 'none'",
        "task_history, reason = 'none'",
        "late_result, result = 'none'",
        "task_transition, to_status = 'Pending'"
    })
    void rows_can_be_neither_changed_nor_deleted(String table, String change) {
        assertRefused("update " + table + " set " + change);
        assertRefused("delete from " + table);
        assertRefused("truncate " + table + " cascade");
    }

    @ParameterizedTest
    @ValueSource(strings = {"task", "site", "provider"})
    void they_are_not_emptied_together_with_another_table(String table) {
        assertRefused("truncate " + table + " cascade");
    }

    @Test
    void no_transition_can_be_added() {
        assertRefused("insert into task_transition values ('Terminated', 'Running')");
    }

    private void assertRefused(String statement) {
        Throwable refusal = catchThrowable(() -> jdbi.useHandle(handle -> handle.execute(statement)));

        assertThat(refusal)
                .rootCause()
                .isInstanceOfSatisfying(
                        SQLException.class,
                        cause -> assertThat(cause.getSQLState()).isEqualTo(REFUSED));
    }
}
