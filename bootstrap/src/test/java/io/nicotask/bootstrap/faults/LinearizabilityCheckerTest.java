package io.nicotask.bootstrap.faults;

import static io.nicotask.domain.task.TaskStatus.FAILED;
import static io.nicotask.domain.task.TaskStatus.PENDING;
import static io.nicotask.domain.task.TaskStatus.RUNNING;
import static io.nicotask.domain.task.TaskStatus.SUCCEEDED;
import static io.nicotask.domain.task.TaskStatus.TERMINATED;
import static io.nicotask.domain.task.TaskStatus.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.bootstrap.faults.ClientCall.Verb;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Hand-made histories that must be accepted or rejected. */
final class LinearizabilityCheckerTest {

    private static final TaskId TASK = new TaskId(UUID.randomUUID());

    @Test
    void sequential_calls_with_true_responses_are_accepted() {
        assertThat(accepted(submit(0, 1), get(2, 3, PENDING), get(4, 5, RUNNING), cancelled(6, 7), already(8, 9)))
                .isTrue();
        assertThat(accepted(submit(0, 1), get(2, 3, SUCCEEDED), tooLate(4, 5, SUCCEEDED)))
                .isTrue();
    }

    @Test
    void a_lost_cancel_is_refused() {
        assertThat(accepted(submit(0, 1), cancelled(2, 3), get(4, 5, RUNNING))).isFalse();
        assertThat(accepted(submit(0, 1), cancelled(2, 3), get(4, 5, SUCCEEDED)))
                .isFalse();
        assertThat(accepted(submit(0, 1), cancelled(2, 3), tooLate(4, 5, FAILED)))
                .isFalse();
        assertThat(accepted(submit(0, 1), already(2, 3))).isFalse();
    }

    @Test
    void a_stale_read_is_refused_and_one_that_overlaps_the_change_is_not() {
        assertThat(accepted(submit(0, 1), cancelled(2, 5), get(6, 7, RUNNING))).isFalse();
        assertThat(accepted(submit(0, 1), cancelled(2, 5), get(4, 7, RUNNING))).isTrue();
        assertThat(accepted(submit(0, 1), cancelled(2, 5), get(3, 4, TERMINATED)))
                .isTrue();
        assertThat(accepted(submit(0, 1), get(2, 3, TERMINATED), cancelled(4, 5)))
                .isFalse();
        assertThat(accepted(submit(0, 1), get(2, 3, RUNNING), get(4, 5, PENDING)))
                .isFalse();
    }

    @Test
    void two_cancels_that_both_terminated_the_task_are_refused() {
        assertThat(accepted(submit(0, 1), cancelled(2, 9), already(3, 8))).isTrue();
        assertThat(accepted(submit(0, 1), cancelled(2, 9), cancelled(3, 8))).isFalse();
    }

    @Test
    void an_already_terminated_before_the_first_cancel_is_refused() {
        assertThat(accepted(submit(0, 1), already(2, 3), cancelled(4, 5))).isFalse();
    }

    @Test
    void an_unknown_cancel_may_take_effect_before_its_end_or_later_or_never() {
        assertThat(accepted(submit(0, 1), unknown(2, 3), get(4, 5, TERMINATED))).isTrue();
        assertThat(accepted(submit(0, 1), unknown(2, 3), already(4, 5))).isTrue();
        assertThat(accepted(submit(0, 1), unknown(2, 3), get(4, 5, RUNNING), get(6, 7, TERMINATED)))
                .isTrue();
        assertThat(accepted(submit(0, 1), unknown(2, 3), cancelled(4, 5))).isTrue();
        assertThat(accepted(submit(0, 1), unknown(2, 3), get(4, 5, SUCCEEDED))).isTrue();
    }

    @Test
    void an_unknown_cancel_has_no_effect_before_it_was_sent_and_an_unsent_one_never() {
        assertThat(accepted(submit(0, 1), get(2, 3, TERMINATED), unknown(4, 5))).isFalse();
        assertThat(accepted(submit(0, 1), call(Verb.CANCEL, 2, 3, new ClientResult.NotSent()), get(4, 5, TERMINATED)))
                .isFalse();
        assertThat(accepted(submit(0, 1), call(Verb.CANCEL, 2, 3, new ClientResult.NotSent()), get(4, 5, RUNNING)))
                .isTrue();
    }

    @Test
    void a_terminal_state_that_changes_is_refused() {
        assertThat(accepted(submit(0, 1), get(2, 3, SUCCEEDED), get(4, 5, FAILED)))
                .isFalse();
        assertThat(accepted(submit(0, 1), tooLate(2, 3, SUCCEEDED), get(4, 5, TERMINATED), unknown(2, 3)))
                .isFalse();
        assertThat(accepted(submit(0, 1), tooLate(2, 3, RUNNING))).isFalse();
    }

    @Test
    void only_a_caller_or_the_expiry_of_a_waiting_task_ends_it_as_terminated() {
        assertThat(accepted(submit(0, 1), get(2, 3, TERMINATED))).isFalse();
        assertThat(accepted(call(Verb.SUBMIT, 0, 1, shown(WAITING)), get(2, 3, TERMINATED)))
                .isTrue();
        assertThat(accepted(call(Verb.SUBMIT, 0, 1, shown(WAITING)), get(2, 3, RUNNING), get(4, 5, TERMINATED)))
                .isFalse();
    }

    @Test
    void a_task_exists_from_its_submit_on() {
        assertThat(accepted(get(0, 1, PENDING), submit(2, 3))).isFalse();
        assertThat(accepted(submit(0, 1), call(Verb.GET, 2, 3, new ClientResult.NotFound())))
                .isFalse();
        assertThat(accepted(call(Verb.SUBMIT, 0, 1, new ClientResult.Unknown("cut")), get(2, 3, RUNNING)))
                .isTrue();
        assertThat(accepted(
                        call(Verb.SUBMIT, 0, 1, new ClientResult.Unknown("cut")),
                        call(Verb.SUBMIT, 2, 3, shown(SUCCEEDED))))
                .isTrue();
        assertThat(accepted(call(Verb.SUBMIT, 0, 1, shown(RUNNING)))).isFalse();
    }

    @Test
    void an_unexpected_response_is_refused() {
        assertThat(accepted(submit(0, 1), call(Verb.GET, 2, 3, new ClientResult.Unexpected("500"))))
                .isFalse();
    }

    @Test
    void many_concurrent_calls_are_checked_quickly() {
        List<ClientCall> load = Stream.iterate(0L, i -> i < 24, i -> i + 1)
                .flatMap(i -> Stream.of(already(10 + i, 1_000), get(10 + i, 1_000, TERMINATED), unknown(10 + i, 1_000)))
                .toList();

        assertThat(LinearizabilityChecker.isLinearizable(
                        Stream.concat(Stream.of(submit(0, 1), cancelled(5, 1_000)), load.stream())
                                .toList()))
                .isTrue();
        assertThat(LinearizabilityChecker.isLinearizable(Stream.concat(
                                Stream.of(submit(0, 1), cancelled(5, 1_000)),
                                Stream.concat(load.stream(), Stream.of(get(1_001, 1_002, RUNNING))))
                        .toList()))
                .isFalse();
    }

    private static boolean accepted(ClientCall... calls) {
        return LinearizabilityChecker.isLinearizable(List.of(calls));
    }

    private static ClientCall submit(long invoked, long ended) {
        return call(Verb.SUBMIT, invoked, ended, shown(PENDING));
    }

    private static ClientCall get(long invoked, long ended, TaskStatus status) {
        return call(Verb.GET, invoked, ended, shown(status));
    }

    private static ClientCall cancelled(long invoked, long ended) {
        return call(Verb.CANCEL, invoked, ended, new ClientResult.Cancelled(""));
    }

    private static ClientCall already(long invoked, long ended) {
        return call(Verb.CANCEL, invoked, ended, new ClientResult.AlreadyTerminated(""));
    }

    private static ClientCall tooLate(long invoked, long ended, TaskStatus status) {
        return call(Verb.CANCEL, invoked, ended, new ClientResult.TooLate(status));
    }

    private static ClientCall unknown(long invoked, long ended) {
        return call(Verb.CANCEL, invoked, ended, new ClientResult.Unknown("cut"));
    }

    private static ClientResult shown(TaskStatus status) {
        return new ClientResult.Shown(status, "");
    }

    private static ClientCall call(Verb verb, long invoked, long ended, ClientResult answer) {
        return new ClientCall(TASK, verb, "request", invoked, ended, answer);
    }
}
