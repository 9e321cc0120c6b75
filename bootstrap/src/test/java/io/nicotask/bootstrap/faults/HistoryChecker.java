package io.nicotask.bootstrap.faults;

import io.nicotask.bootstrap.faults.StoredTask.Edge;
import io.nicotask.domain.task.TaskStatus;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks one task, once all work is done: what its clients observed, what the database stores, and what the workflow
 * engine returns.
 */
final class HistoryChecker {

    private static final Set<TaskStatus> INITIAL = EnumSet.of(TaskStatus.WAITING, TaskStatus.PENDING);

    private final StoredTask task;
    private final Workflow workflow;
    private final List<ClientCall> calls;
    private final List<String> violations = new ArrayList<>();

    private HistoryChecker(StoredTask task, Workflow workflow, List<ClientCall> calls) {
        this.task = task;
        this.workflow = workflow;
        this.calls = calls;
    }

    /** The state of a task's workflow in the engine. */
    enum Workflow {
        OPEN,
        CLOSED,
        MISSING;

        /** Maps the engine's status, which is null for an unknown workflow. */
        static Workflow of(@Nullable WorkflowExecutionStatus status) {
            if (status == null) {
                return MISSING;
            }
            return status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING ? OPEN : CLOSED;
        }
    }

    /** Returns one phrase for each violated rule. */
    static List<String> violations(StoredTask task, Workflow workflow, List<ClientCall> calls) {
        HistoryChecker checker = new HistoryChecker(task, workflow, calls);
        checker.checkCalls();
        checker.checkHistory();
        checker.checkCancel();
        checker.checkCompletion();
        return checker.violations;
    }

    private void checkCalls() {
        calls.stream()
                .filter(call -> call.answer() instanceof ClientResult.Unexpected)
                .forEach(call -> violations.add("unexpected response: " + call.answer()));
        require(LinearizabilityChecker.isLinearizable(calls), "its clients' calls are not linearizable");
        long bodies = calls.stream()
                .flatMap(HistoryChecker::terminatedBody)
                .distinct()
                .count();
        require(bodies <= 1, "responses show it as Terminated with " + bodies + " different bodies");
    }

    private void checkHistory() {
        TaskStatus before = null;
        long version = 0;
        for (Edge edge : task.history()) {
            require(edge.from() == before, "gap in its history: " + before + ", then from " + edge.from());
            Set<TaskStatus> legal = edge.from() == null ? INITIAL : edge.from().successors();
            require(legal.contains(edge.to()), "illegal transition from " + edge.from() + " to " + edge.to());
            require(
                    edge.version() > version && (before != null || edge.version() == 1),
                    "version " + edge.version() + " follows version " + version);
            before = edge.to();
            version = edge.version();
        }
        require(before == task.status(), "it is " + task.status() + " and its history ends with " + before);
        require(version <= task.version(), "its history has a later version than the task");
        long ends =
                task.history().stream().filter(edge -> edge.to().isTerminal()).count();
        require(ends <= 1, "it has ended " + ends + " times");
        require(
                !task.status().isTerminal() || version == task.version(),
                "it has changed after its end: version " + task.version() + " after " + version);
    }

    private void checkCancel() {
        List<ClientCall> acknowledged = calls.stream()
                .filter(call -> call.answer() instanceof ClientResult.Cancelled)
                .toList();
        boolean isCancelled = cancelledBy() != null;
        require(acknowledged.isEmpty() || task.status() == TaskStatus.TERMINATED, "an acknowledged cancel is lost");
        require(
                acknowledged.stream().allMatch(call -> call.request().equals(cancelledBy())),
                "the stored cancel is not the acknowledged one");
        require(task.cancels() == (isCancelled ? 1 : 0), "it has " + task.cancels() + " granted cancels in the audit");
        require(task.stops().size() == expectedStops(), "it has " + task.stops().size() + " stops");
    }

    private void checkCompletion() {
        require(!task.stops().contains(false), "its stop is not confirmed");
        require(!task.status().isTerminal() || workflow != Workflow.OPEN, "it has ended and its workflow is open");
        require(task.status().isTerminal(), "it has not ended, and its workflow is " + workflow);
    }

    private String cancelledBy() {
        return task.history().stream()
                .filter(edge -> edge.to() == TaskStatus.TERMINATED)
                .map(Edge::request)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** A task that ended while Waiting has no workflow, and so no stop. */
    private int expectedStops() {
        return task.history().stream().anyMatch(edge -> edge.to().isTerminal() && edge.from() != TaskStatus.WAITING)
                ? 1
                : 0;
    }

    private static Stream<String> terminatedBody(ClientCall call) {
        return switch (call.answer()) {
            case ClientResult.Cancelled cancelled -> Stream.of(cancelled.body());
            case ClientResult.AlreadyTerminated already -> Stream.of(already.body());
            case ClientResult.Shown shown ->
                shown.status() == TaskStatus.TERMINATED ? Stream.of(shown.body()) : Stream.empty();
            case ClientResult.TooLate late -> Stream.empty();
            case ClientResult.NotFound absent -> Stream.empty();
            case ClientResult.NotSent nothing -> Stream.empty();
            case ClientResult.Unknown unknown -> Stream.empty();
            case ClientResult.Unexpected unexpected -> Stream.empty();
        };
    }

    private void require(boolean condition, String violation) {
        if (!condition) {
            violations.add(violation);
        }
    }
}
