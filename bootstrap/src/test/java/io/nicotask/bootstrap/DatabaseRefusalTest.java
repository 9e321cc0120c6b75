package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.faults.Fault.DATABASE_RESET_BEFORE_COMMIT;
import static io.nicotask.faults.Fault.DEADLOCK;
import static io.nicotask.faults.Fault.POOL_EXHAUSTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Errors that PostgreSQL may return in the middle of a cancel: nothing is decided, and a repeated request decides it
 * once.
 */
final class DatabaseRefusalTest {

    private static ProxiedDatabase proxied;

    @BeforeAll
    static void start() throws SQLException {
        proxied = new ProxiedDatabase();
        proxied.execute("""
                create function break() returns trigger language plpgsql as $$
                begin raise exception using errcode = tg_argv[0]; end $$;
                """);
    }

    @AfterAll
    static void stop() {
        proxied.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01", "53300", "57014", "57P01", "58030"})
    void a_refused_statement_decides_nothing(String state) throws SQLException {
        assertUndecided("before update on task", state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "57P01"})
    void a_refused_commit_decides_nothing(String state) throws SQLException {
        assertUndecided("after update on task deferrable initially deferred", state);
    }

    @Test
    void a_deadlock_decides_nothing() throws Exception {
        Task task = proxied.stored().waiting();
        try (Connection other = proxied.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select from task where id = '" + task.id() + "' for update");
            // Lets the server's session find the deadlock, however late this statement is.
            statement.execute("set deadlock_timeout = '1min'");
            CompletableFuture<HttpReply> reply = cancelThatWaitsForALock(task.id());
            statement.execute("select from rack where rack_id = '" + task.spec().rack() + "' for update");

            assertUnavailable(reply.get());
            FiredFaults.count(DEADLOCK, Layer.PARTS, 1);
            other.rollback();
        }
        assertCancelledOnce(task.id(), 0);
    }

    @Test
    void a_lock_timeout_decides_nothing() throws Exception {
        Task task = proxied.stored().running();
        try (Connection other = proxied.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select from task where id = '" + task.id() + "' for update");

            assertUnavailable(proxied.cancel(task.id()));
            other.rollback();
        }
        assertCancelledOnce(task.id(), 1);
    }

    @Test
    void a_terminated_server_process_decides_nothing() throws Exception {
        Task task = proxied.stored().running();
        try (Connection other = proxied.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select from task where id = '" + task.id() + "' for update");
            CompletableFuture<HttpReply> reply = cancelThatWaitsForALock(task.id());
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where usename = 'app' and wait_event_type = 'Lock'");

            assertUnavailable(reply.get());
            FiredFaults.count(DATABASE_RESET_BEFORE_COMMIT, Layer.PARTS, 1);
            other.rollback();
        }
        assertCancelledOnce(task.id(), 1);
    }

    @Test
    void a_database_with_too_many_connections_decides_nothing() throws SQLException {
        Task task = proxied.stored().running();
        proxied.execute("alter role app connection limit 0");
        proxied.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app'");

        assertUnavailable(proxied.cancel(task.id()));
        FiredFaults.count(POOL_EXHAUSTED, Layer.PARTS, 1);
        proxied.execute("alter role app connection limit -1");
        assertCancelledOnce(task.id(), 1);
    }

    private static void assertUndecided(String moment, String state) throws SQLException {
        Task task = proxied.stored().running();
        String kind = moment.contains("deferrable") ? "constraint trigger" : "trigger";
        proxied.execute("create %s break %s for each row when (new.id = '%s') execute function break('%s')"
                .formatted(kind, moment, task.id(), state));
        String before = proxied.rows().task(task.id()).toString();

        assertUnavailable(proxied.cancel(task.id()));
        assertThat(proxied.rows().task(task.id())).hasToString(before);
        assertThat(proxied.rows().of("audit", task.id())).isEmpty();
        proxied.execute("drop trigger break on task");
        assertCancelledOnce(task.id(), 1);
    }

    private static void assertUnavailable(HttpReply reply) {
        assertThat(reply)
                .isEqualTo(
                        HttpReply.error(503, "Service temporarily unavailable").with("Retry-After", "1"));
    }

    private static void assertCancelledOnce(TaskId task, int stops) {
        HttpReply again = await().until(() -> proxied.cancel(task), reply -> reply.status() != 503);
        assertThat(again.header("Cancel-Outcome")).isEqualTo("cancelled");
        assertThat(proxied.cancel(task).header("Cancel-Outcome")).isEqualTo("already-terminated");
        assertThat(proxied.rows().of("audit", task)).hasSize(1);
        assertThat(proxied.rows().of("task_stop", task)).hasSize(stops);
        assertThat(proxied.rows().of("task_history", task))
                .filteredOn(row -> row.get("to_status").asText().equals("Terminated"))
                .hasSize(1);
    }

    /** Repeats the cancel if its wait was over before this test had seen it. */
    private static CompletableFuture<HttpReply> cancelThatWaitsForALock(TaskId task) {
        while (true) {
            CompletableFuture<HttpReply> reply = CompletableFuture.supplyAsync(() -> proxied.cancel(task));
            await().until(() -> reply.isDone() || isWaitingForALock());
            if (!reply.isDone()) {
                return reply;
            }
            assertUnavailable(reply.join());
        }
    }

    private static boolean isWaitingForALock() {
        return !proxied.rows()
                .texts("select pid from pg_stat_activity where usename = 'app' and wait_event_type = 'Lock'")
                .isEmpty();
    }
}
