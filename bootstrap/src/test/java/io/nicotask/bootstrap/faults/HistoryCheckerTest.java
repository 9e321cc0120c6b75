package io.nicotask.bootstrap.faults;

import static io.nicotask.domain.task.TaskStatus.FAILED;
import static io.nicotask.domain.task.TaskStatus.PENDING;
import static io.nicotask.domain.task.TaskStatus.RUNNING;
import static io.nicotask.domain.task.TaskStatus.SUCCEEDED;
import static io.nicotask.domain.task.TaskStatus.TERMINATED;
import static io.nicotask.domain.task.TaskStatus.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.bootstrap.faults.ClientCall.Verb;
import io.nicotask.bootstrap.faults.HistoryChecker.Workflow;
import io.nicotask.bootstrap.faults.StoredTask.Edge;
import io.nicotask.bootstrap.faults.StoredTask.Submission;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Valid hand-made tasks, and tasks that each violate one rule. */
final class HistoryCheckerTest {

    private static final TaskId TASK = new TaskId(UUID.randomUUID());
    private static final Submission SUBMISSION = new Submission(new RackId(UUID.randomUUID()), Operation.POWER_ON);
    private static final Edge[] CANCELLED = {
        edge(1, null, PENDING), edge(2, PENDING, RUNNING), new Edge(3, RUNNING, TERMINATED, "mine")
    };

    private final List<ClientCall> calls =
            new ArrayList<>(List.of(call(Verb.SUBMIT, 0, new ClientResult.Shown(PENDING, "new"))));

    @Test
    void valid_tasks_are_accepted() {
        assertThat(violations(storedTask(
                        SUCCEEDED, edge(1, null, PENDING), edge(2, PENDING, RUNNING), edge(7, RUNNING, SUCCEEDED))))
                .isEmpty();

        calls.add(call(Verb.CANCEL, 2, new ClientResult.Cancelled("task")));
        calls.add(call(Verb.GET, 4, new ClientResult.Shown(TERMINATED, "task")));
        assertThat(violations(cancelled(true, 1))).isEmpty();
    }

    @Test
    void a_task_cancelled_while_it_waited_has_no_stop() {
        StoredTask waited = new StoredTask(
                TASK,
                SUBMISSION,
                TERMINATED,
                2,
                List.of(edge(1, null, WAITING), new Edge(2, WAITING, TERMINATED, "mine")),
                List.of(),
                1);
        calls.clear();

        assertThat(HistoryChecker.violations(waited, Workflow.MISSING, calls)).isEmpty();
    }

    @Test
    void a_lost_cancel_is_found() {
        calls.add(call(Verb.CANCEL, 2, new ClientResult.Cancelled("task")));

        assertThat(violations(storedTask(
                        SUCCEEDED, edge(1, null, PENDING), edge(2, PENDING, RUNNING), edge(3, RUNNING, SUCCEEDED))))
                .contains("an acknowledged cancel is lost");
    }

    @Test
    void a_stored_cancel_other_than_the_acknowledged_one_is_found() {
        calls.add(new ClientCall(TASK, Verb.CANCEL, "another", 2, 3, new ClientResult.Cancelled("task")));

        assertThat(violations(cancelled(true, 1))).containsExactly("the stored cancel is not the acknowledged one");
    }

    @Test
    void a_transition_out_of_a_terminal_state_is_found() {
        assertThat(violations(storedTask(
                        SUCCEEDED,
                        edge(1, null, PENDING),
                        edge(2, PENDING, TERMINATED),
                        edge(3, TERMINATED, SUCCEEDED))))
                .contains("illegal transition from TERMINATED to SUCCEEDED", "it has ended 2 times");
    }

    @Test
    void an_illegal_transition_is_found() {
        assertThat(violations(storedTask(SUCCEEDED, edge(1, null, PENDING), edge(2, PENDING, SUCCEEDED))))
                .containsExactly("illegal transition from PENDING to SUCCEEDED");
        assertThat(violations(storedTask(FAILED, edge(1, null, RUNNING), edge(2, RUNNING, FAILED))))
                .containsExactly("illegal transition from null to RUNNING");
    }

    @Test
    void a_gap_in_the_history_is_found() {
        assertThat(violations(storedTask(FAILED, edge(1, null, PENDING), edge(3, RUNNING, FAILED))))
                .containsExactly("gap in its history: PENDING, then from RUNNING");
        assertThat(violations(storedTask(FAILED, edge(1, null, PENDING), edge(2, PENDING, RUNNING))))
                .contains("it is FAILED and its history ends with RUNNING");
    }

    @Test
    void versions_that_do_not_grow_and_changes_after_the_end_are_found() {
        assertThat(violations(storedTask(FAILED, edge(1, null, PENDING), edge(1, PENDING, FAILED))))
                .containsExactly("version 1 follows version 1");
        assertThat(violations(new StoredTask(
                        TASK,
                        SUBMISSION,
                        FAILED,
                        3,
                        List.of(edge(1, null, PENDING), edge(2, PENDING, FAILED)),
                        List.of(true),
                        0)))
                .containsExactly("it has changed after its end: version 3 after 2");
    }

    @Test
    void missing_and_surplus_stops_and_audit_entries_are_found() {
        assertThat(violations(cancelled(true, 2))).containsExactly("it has 2 granted cancels in the audit");
        assertThat(violations(cancelled(true, 0))).containsExactly("it has 0 granted cancels in the audit");
        assertThat(violations(new StoredTask(TASK, SUBMISSION, TERMINATED, 3, List.of(CANCELLED), List.of(), 1)))
                .containsExactly("it has 0 stops");
    }

    @Test
    void unfinished_tasks_and_stops_are_found() {
        assertThat(violations(cancelled(false, 1))).containsExactly("its stop is not confirmed");
        assertThat(HistoryChecker.violations(cancelled(true, 1), Workflow.OPEN, List.of()))
                .containsExactly("it has ended and its workflow is open");
        StoredTask open = new StoredTask(TASK, SUBMISSION, PENDING, 1, List.of(edge(1, null, PENDING)), List.of(), 0);
        assertThat(violations(open)).containsExactly("it has not ended, and its workflow is CLOSED");
    }

    @Test
    void different_responses_for_a_terminated_task_are_found() {
        calls.add(call(Verb.CANCEL, 2, new ClientResult.Cancelled("task")));
        calls.add(call(Verb.CANCEL, 4, new ClientResult.AlreadyTerminated("task, changed")));

        assertThat(violations(cancelled(true, 1)))
                .containsExactly("responses show it as Terminated with 2 different bodies");
    }

    @Test
    void a_history_that_is_not_linearizable_is_found() {
        calls.add(call(Verb.CANCEL, 2, new ClientResult.Cancelled("task")));
        calls.add(call(Verb.GET, 4, new ClientResult.Shown(RUNNING, "stale")));

        assertThat(violations(cancelled(true, 1))).containsExactly("its clients' calls are not linearizable");
    }

    private List<String> violations(StoredTask task) {
        return HistoryChecker.violations(task, Workflow.CLOSED, calls);
    }

    private static StoredTask cancelled(boolean confirmed, int audited) {
        return new StoredTask(TASK, SUBMISSION, TERMINATED, 3, List.of(CANCELLED), List.of(confirmed), audited);
    }

    private static StoredTask storedTask(TaskStatus status, Edge... history) {
        return new StoredTask(
                TASK, SUBMISSION, status, history[history.length - 1].version(), List.of(history), List.of(true), 0);
    }

    private static Edge edge(long version, TaskStatus from, TaskStatus to) {
        return new Edge(version, from, to, null);
    }

    private static ClientCall call(Verb verb, long invoked, ClientResult answer) {
        return new ClientCall(TASK, verb, "mine", invoked, invoked + 1, answer);
    }
}
