package io.nicotask.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documented role of the server. That it has all rights that it needs is shown by the contracts, which run under it. */
final class ServerRoleTest {

    private static final Settings OWNER = PostgresTestServer.emptyDatabase();
    private static final Settings SERVER = ServerRole.in(OWNER);

    private final Jdbi asOwner = PostgresTestServer.jdbi(OWNER);
    private final Jdbi asServer = PostgresTestServer.jdbi(SERVER);

    @Test
    void it_is_no_superuser_and_owns_nothing() {
        String role = asServer.withHandle(
                handle -> handle.createQuery("select current_user || ' ' || current_setting('is_superuser')")
                        .mapTo(String.class)
                        .one());

        assertThat(role).isEqualTo("nico_server off");
        assertThat(names("select relname from pg_class where relowner = cast('nico_server' as regrole)"))
                .isEmpty();
    }

    @Test
    void it_deletes_only_rows_that_are_meant_to_go() {
        assertThat(tablesWith("delete"))
                .containsExactlyInAnyOrder(
                        "work", "rack_lease", "process_lease", "unfinished_step", "idempotency_key", "write_probe");
        assertThat(tablesWith("truncate")).isEmpty();
        assertThat(tablesWith("trigger")).isEmpty();
    }

    @Test
    void it_changes_no_evidence() {
        assertThat(tablesWith("update"))
                .doesNotContain("audit", "task_history", "late_result", "task_transition", "schema_history");
        assertThat(tablesWith("insert")).doesNotContain("task_transition", "schema_history");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table own (id int)",
                "alter table audit disable trigger user",
                "drop trigger guard_task on task",
                "set session_replication_role = replica"
            })
    void it_changes_no_schema(String statement) {
        assertThatThrownBy(() -> asServer.useHandle(handle -> handle.execute(statement)))
                .isInstanceOf(JdbiException.class)
                .satisfies(refusal ->
                        assertThat(refusal.getMessage()).containsAnyOf("permission denied", "must be owner"));
    }

    @Test
    void it_starts_on_a_migrated_database() {
        try (PersistenceModule module = PersistenceModule.open(SERVER)) {
            assertThat(module.isAlive()).isTrue();
        }
    }

    private List<String> tablesWith(String privilege) {
        return names("select relname from pg_class where relnamespace = cast('nico_tasks' as regnamespace)"
                + " and relkind = 'r' and has_table_privilege('nico_server', oid, '" + privilege + "')");
    }

    private List<String> names(String query) {
        return asOwner.withHandle(
                handle -> handle.createQuery(query).mapTo(String.class).list());
    }
}
