package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.faults.Fault.DATABASE_RESET_BEFORE_COMMIT;
import static io.nicotask.faults.Fault.DATABASE_RESET_DURING_COMMIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nicotask.bootstrap.PostgresProxy.Fault;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The connection to the database breaks around a commit. A decision is reported wherever it can be known, otherwise the
 * response is 503; a repeated cancel returns the true state, and the rows are those of one cancel.
 */
final class LostCommitTest {

    private static final int TRIES = Integer.getInteger("nicotask.faults.rounds", 8);

    private static ProxiedDatabase proxied;

    @BeforeAll
    static void start() throws SQLException {
        proxied = new ProxiedDatabase();
    }

    @AfterAll
    static void stop() {
        Map<Fault, Integer> fired = proxied.proxy().fired();
        proxied.close();
        fired.forEach((fault, times) -> FiredFaults.count(
                fault.isBeforeCommit() ? DATABASE_RESET_BEFORE_COMMIT : DATABASE_RESET_DURING_COMMIT,
                Layer.PARTS,
                times));
        assertThat(fired).containsOnlyKeys(Fault.values());
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_AFTER_COMMIT", "SILENT_AFTER_COMMIT"})
    void a_cancel_whose_commit_response_is_lost_is_reported_as_decided(Fault fault) {
        TaskId task = proxied.stored().running().id();

        proxied.proxy().injectOnce(fault, task.value());
        HttpReply reply = proxied.cancel(task);

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("Cancel-Outcome")).isEqualTo("cancelled");
        assertCancelledOnce(task, "already-terminated");
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_BEFORE_COMMIT", "SILENT_BEFORE_COMMIT", "CUT_IN_RESPONSE"})
    void a_cancel_that_was_not_committed_gets_a_503_and_can_be_repeated(Fault fault) {
        Task task = proxied.stored().running();
        String before = proxied.rows().task(task.id()).toString();

        proxied.proxy().injectOnce(fault, task.id().value());
        HttpReply reply = proxied.cancel(task.id());

        assertUnavailable(reply);
        assertThat(proxied.rows().task(task.id())).hasToString(before);
        assertThat(proxied.rows().of("audit", task.id())).isEmpty();
        assertCancelledOnce(task.id(), "cancelled");
    }

    @Test
    void a_commit_that_may_have_reached_the_database_is_never_reported_wrongly() {
        List<TaskId> tasks = IntStream.range(0, TRIES)
                .mapToObj(number -> proxied.stored().running().id())
                .toList();

        for (TaskId task : tasks) {
            proxied.proxy().injectOnce(Fault.CUT_AT_COMMIT, task.value());
            HttpReply reply = proxied.cancel(task);

            if (reply.status() == 202) {
                assertThat(reply.header("Cancel-Outcome")).isEqualTo("cancelled");
                assertCancelledOnce(task, "already-terminated");
            } else {
                assertUnavailable(reply);
                assertCancelledOnce(task, "cancelled");
            }
        }
    }

    @Test
    void concurrent_repetitions_of_a_cancel_while_a_commit_is_cut_cancel_once() {
        TaskId task = proxied.stored().running().id();

        proxied.proxy().injectOnce(Fault.CUT_AFTER_COMMIT, task.value());
        List<HttpReply> replies = Concurrently.times(8, () -> proxied.cancel(task));

        assertThat(replies).extracting(HttpReply::status).containsOnly(202);
        assertThat(replies)
                .extracting(reply -> reply.header("Cancel-Outcome"))
                .containsOnlyOnce("cancelled")
                .contains("already-terminated");
        assertCancelledOnce(task, "already-terminated");
    }

    @Test
    void a_terminated_task_is_reported_as_such_even_if_the_commit_fails() {
        TaskId task = proxied.stored().running().id();
        assertThat(proxied.cancel(task).status()).isEqualTo(202);
        await().until(proxied.rows()::haveNoOpenDelivery);

        proxied.proxy().injectOnce(Fault.CUT_BEFORE_COMMIT, task.value());
        HttpReply reply = proxied.cancel(task);

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("Cancel-Outcome")).isEqualTo("already-terminated");
    }

    @Test
    void a_submit_whose_commit_response_is_lost_is_reported_as_decided() {
        UUID rack = UUID.randomUUID();

        proxied.proxy().injectOnce(Fault.CUT_AFTER_COMMIT, rack);
        HttpResponse<String> answer =
                proxied.server().submit(ProxiedDatabase.SITE, rack, Operation.BRING_UP, proxied.token());

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(proxied.rows().texts("select id from task where rack_id = ?::uuid", rack.toString()))
                .containsExactly(DatabaseRows.json(answer.body()).get("id").asText());
    }

    private static void assertUnavailable(HttpReply reply) {
        assertThat(reply)
                .isEqualTo(
                        HttpReply.error(503, "Service temporarily unavailable").with("Retry-After", "1"));
    }

    /**
     * Repeats the cancel, which must have this outcome and leave each row once. The lock of a silent client may last a
     * while.
     */
    private static void assertCancelledOnce(TaskId task, String outcome) {
        HttpReply again = await().until(() -> proxied.cancel(task), reply -> reply.status() != 503);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.header("Cancel-Outcome")).isEqualTo(outcome);
        assertThat(proxied.rows().of("audit", task)).hasSize(1);
        assertThat(proxied.rows().of("task_stop", task)).hasSize(1);
        List<JsonNode> history = proxied.rows().of("task_history", task);
        assertThat(history)
                .extracting(row -> row.get("to_status").asText())
                .containsExactly("Pending", "Running", "Terminated");
    }
}
