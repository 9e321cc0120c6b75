package io.nicotask.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nicotask.domain.task.TaskStatus;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the table {@code task} refuses, whichever code writes to it. */
final class TaskTableTest {

    private static final String GUARD = "23000";
    private static final String CHECK = "23514";

    /** Inserts a row in a status, with the data that fits it. */
    private static final String INSERT = """
            insert into task (id, site_id, rack_id, operation, description, status, message, deadline_at, run_id,
                              started_at, finished_at, ended_by, error, created_at, updated_at, version)
            select '00000000-0000-0000-0000-000000000001', id, id, 'power_on', '', :status, '',
                   case when :status = 'Waiting' then now() end,
                   case when :status in ('Running', 'Succeeded') then 'run' end,
                   case when :status in ('Running', 'Succeeded') then timestamptz '2026-06-01 12:00:00Z' end,
                   case when :status in ('Succeeded', 'Failed', 'Terminated') then now() end,
                   case when :status = 'Terminated' then 'user:ada' end,
                   case when :status = 'Failed' then 'broken' end,
                   '2026-06-01 12:00:00Z', '2026-06-01 12:00:00Z', :version
            from site
            """;

    /** Changes the row to a status, with the data that fits it. */
    private static final String UPDATE = """
            update task
            set status = :status, version = version + 1,
                deadline_at = case when :status = 'Waiting' then now() end,
                run_id = coalesce(run_id, case when :status = 'Running' then 'run' end),
                started_at = coalesce(started_at, case when :status = 'Running' then now() end),
                finished_at = case when :status in ('Succeeded', 'Failed', 'Terminated') then now() end,
                ended_by = case when :status = 'Terminated' then 'user:ada' end,
                error = case when :status = 'Failed' then 'broken' end
            """;

    private final Jdbi jdbi = PostgresStoreUnderTest.jdbi();

    @BeforeEach
    void insert_one_site() {
        PostgresStoreUnderTest.empty();
        execute("insert into provider values (gen_random_uuid())");
        execute("insert into site select gen_random_uuid(), id, true, true from provider");
    }

    @Test
    void the_transitions_are_those_of_the_domain() {
        Map<String, Set<String>> edges = jdbi.withHandle(handle -> handle.createQuery(
                        "select from_status, to_status from task_transition where from_status is not null")
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toSet()))));

        for (TaskStatus status : TaskStatus.values()) {
            assertThat(edges.getOrDefault(status.label(), Set.of()))
                    .isEqualTo(
                            status.successors().stream().map(TaskStatus::label).collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("everyPair")
    void only_transitions_of_the_domain_are_accepted(TaskStatus from, TaskStatus to) {
        boolean legal = from == to ? !from.isTerminal() : from.successors().contains(to);
        insertAs(from);

        Throwable refusal = catchThrowable(() -> update(UPDATE, to));

        if (legal) {
            assertThat(refusal).isNull();
        } else {
            assertThat(sqlState(refusal)).isEqualTo(GUARD);
        }
    }

    static Stream<Arguments> everyPair() {
        return Arrays.stream(TaskStatus.values())
                .flatMap(from -> Arrays.stream(TaskStatus.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @EnumSource
    void a_task_begins_as_waiting_or_pending(TaskStatus status) {
        Throwable refusal = catchThrowable(() -> insert(status, 1));

        if (status == TaskStatus.WAITING || status == TaskStatus.PENDING) {
            assertThat(refusal).isNull();
        } else {
            assertThat(sqlState(refusal)).isEqualTo(GUARD);
        }
    }

    @Test
    void a_task_begins_in_its_first_version() {
        assertRefused(GUARD, () -> insert(TaskStatus.PENDING, 2));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "TERMINATED"})
    void a_terminal_task_refuses_a_change_of_any_column(TaskStatus status) {
        insertAs(status);
        String before = row();

        for (String change : changesOfEveryColumn()) {
            assertRefused(GUARD, () -> execute("update task set " + change));
        }
        assertRefused(GUARD, () -> execute("update task set report = '{}', version = version + 1"));
        assertRefused(GUARD, () -> execute("update task set id = id"));

        assertThat(row()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "version + 2", "version - 1"})
    void the_version_grows_by_one_with_each_change(String next) {
        insertAs(TaskStatus.RUNNING);

        assertRefused(GUARD, () -> execute("update task set message = 'x', version = " + next));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "site_id = gen_random_uuid()",
                "rack_id = gen_random_uuid()",
                "components = '{}'",
                "queue_position = default",
                "operation = 'ingest'",
                "description = 'another'",
                "created_at = created_at - interval '1 s'",
                "updated_at = updated_at - interval '1 s'",
                "run_id = 'another'",
                "started_at = started_at + interval '1 s'",
                "id = gen_random_uuid()"
            })
    void a_column_that_is_set_once_cannot_change(String change) {
        insertAs(TaskStatus.RUNNING);

        assertRefused(GUARD, () -> execute("update task set version = version + 1, " + change));
    }

    @Test
    void a_rule_is_resolved_once() {
        insertAs(TaskStatus.RUNNING);
        execute("update task set version = version + 1, rule_id = gen_random_uuid()");

        assertRefused(GUARD, () -> execute("update task set version = version + 1, rule_id = gen_random_uuid()"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deadline_at = now()",
                "finished_at = now()",
                "error = 'broken'",
                "ended_by = 'user:ada'",
                "end_reason = 'enough'",
                "run_id = 'run'",
                "started_at = now()",
                "run_id = 'run', started_at = now()",
                "status = 'Running'"
            })
    void data_that_does_not_fit_the_status_is_refused(String change) {
        insertAs(TaskStatus.PENDING);

        assertRefused(CHECK, () -> execute("update task set version = version + 1, " + change));
    }

    @Test
    void evidence_can_be_neither_deleted_nor_changed() {
        insertAs(TaskStatus.PENDING);
        execute("insert into task_history select id, 1, null, 'Pending', now(), 'user:ada' from task");
        execute("insert into late_result (task_id, run_id, result, at) select id, 'run', 'Succeeded', now() from task");
        execute("""
                insert into audit (at, subject, org, action, request_id, source_address)
                values (now(), 'ada', 'acme', 'CANCEL_TASK', 'request-1', '')
                """);

        for (String table : List.of("task", "task_history", "late_result", "audit")) {
            assertRefused(GUARD, () -> execute("delete from " + table));
        }
        for (String table : List.of("task_history", "late_result", "audit")) {
            assertRefused(GUARD, () -> execute("update " + table + " set at = now()"));
        }
    }

    private void insertAs(TaskStatus status) {
        jdbi.useTransaction(handle -> {
            handle.execute("set local session_replication_role = replica");
            handle.createUpdate(INSERT)
                    .bind("status", status.label())
                    .bind("version", 1)
                    .execute();
        });
    }

    private void insert(TaskStatus status, long version) {
        jdbi.useHandle(handle -> handle.createUpdate(INSERT)
                .bind("status", status.label())
                .bind("version", version)
                .execute());
    }

    private void update(String sql, TaskStatus status) {
        jdbi.useHandle(handle ->
                handle.createUpdate(sql).bind("status", status.label()).execute());
    }

    private void execute(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }

    private String row() {
        return jdbi.withHandle(handle -> handle.createQuery("select task::text from task")
                .mapTo(String.class)
                .one());
    }

    /** For each column of the table, an assignment that changes its value. */
    private List<String> changesOfEveryColumn() {
        List<String> changes = jdbi.withHandle(
                handle -> handle.createQuery("""
                        select column_name || ' = ' || case when is_identity = 'YES' then 'default' else case data_type
                            when 'uuid' then 'gen_random_uuid()'
                            when 'text' then '''another'''
                            when 'jsonb' then '''{}'''
                            when 'bigint' then column_name || ' + 1'
                            when 'timestamp with time zone' then 'now() + interval ''1 hour'''
                        end end
                        from information_schema.columns where table_name = 'task'
                        """).mapTo(String.class).list());
        assertThat(changes).hasSize(21).doesNotContainNull();
        return changes;
    }

    private static void assertRefused(String state, ThrowingCallable change) {
        assertThatThrownBy(change)
                .satisfies(refusal -> assertThat(sqlState(refusal)).isEqualTo(state));
    }

    private static String sqlState(Throwable refusal) {
        assertThat(refusal).rootCause().isInstanceOf(SQLException.class);
        return ((SQLException) refusal.getCause()).getSQLState();
    }
}
