package io.nicotask.application.simulation;

import static java.util.stream.Collectors.groupingBy;

import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.Failed;
import io.nicotask.domain.task.TaskState.Terminated;
import io.nicotask.domain.task.TaskState.Waiting;
import io.nicotask.domain.task.TaskState.WorkflowRun;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks the tasks themselves after every commit. */
final class TaskInvariants {

    private final InvariantChecker invariants;
    private final GroundTruth truth;
    private final CommittedHistory committed;
    private final FailureInvariants failures;
    private final TransitionCoverage coverage;
    private final Map<TaskId, Integer> updates = new HashMap<>();

    /** How many history entries of each task were counted. */
    private final Map<TaskId, Integer> countedEntries = new HashMap<>();

    TaskInvariants(
            InvariantChecker invariants,
            GroundTruth truth,
            CommittedHistory committed,
            FailureInvariants failures,
            TransitionCoverage coverage) {
        this.invariants = invariants;
        this.truth = truth;
        this.committed = committed;
        this.failures = failures;
        this.coverage = coverage;
    }

    void committed(List<Change> changes) {
        updates.clear();
        for (Change change : changes) {
            if (change instanceof Change.TaskChanged changed) {
                updates.merge(changed.change().before().id(), 1, Integer::sum);
            }
        }
        committed.nextMoment();
        List<Task> tasks = truth.tasks();
        boolean changed = false;
        for (Task now : tasks) {
            Task before = committed.current(now.id());
            if (!now.equals(before)) {
                checkTask(before, now, tasks);
                committed.add(now);
                changed = true;
            }
        }
        if (changed) {
            checkAudit(tasks);
        }
    }

    private void checkTask(@Nullable Task before, Task now, List<Task> all) {
        List<HistoryEntry> history = truth.queries().history(GroundTruth.SCOPE, now.id());
        checkHistory(now, history);
        history.stream().skip(countedEntries.getOrDefault(now.id(), 0)).forEach(coverage::entry);
        countedEntries.put(now.id(), history.size());
        if (before == null) {
            invariants.check(now.revision().version() == 1, 20, () -> now + " was inserted with a version above 1");
        } else {
            checkChange(before, now);
        }
        if (before == null || before.status() != now.status()) {
            checkEntry(before, now, history, all);
        }
    }

    private void checkHistory(Task now, List<HistoryEntry> history) {
        TaskStatus last = null;
        for (HistoryEntry entry : history) {
            TaskStatus from = last;
            invariants.check(entry.from() == from, 2, () -> "the history of " + now + " is broken at " + entry);
            invariants.check(from == null || !from.isTerminal(), 1, () -> now + " has left the final state " + from);
            invariants.check(
                    from == null || from.successors().contains(entry.to()),
                    2,
                    () -> now + " went from " + from + " to " + entry.to());
            last = entry.to();
        }
        TaskStatus shown = last;
        invariants.check(shown == now.status(), 2, () -> "the history ends with " + shown + " for " + now);
        long ends = history.stream().filter(entry -> entry.to().isTerminal()).count();
        invariants.check(ends <= 1, 3, () -> now + " ended " + ends + " times");
    }

    private void checkChange(Task before, Task now) {
        invariants.check(!before.status().isTerminal(), 8, () -> before + " was changed after its end");
        long versions = now.revision().version() - before.revision().version();
        int updateCount = updates.getOrDefault(now.id(), 0);
        invariants.check(
                versions == updateCount,
                20,
                () -> now + " has " + versions + " new versions after " + updateCount + " updates");
        invariants.check(
                !now.revision().updated().isBefore(before.revision().updated()),
                20,
                () -> now + " was updated earlier than its previous version");
        WorkflowRun begun = before.state().runOrNull();
        invariants.check(
                begun == null || begun.equals(now.state().runOrNull()), 20, () -> now + " has another run than before");
        boolean isSameRequest = now.spec().rack().equals(before.spec().rack())
                && now.spec().components().equals(before.spec().components())
                && (before.spec().rule() == null
                        || Objects.equals(before.spec().rule(), now.spec().rule()));
        invariants.check(isSameRequest, 20, () -> "rack, components or pinned rule were changed of " + now);
    }

    /** What a change into a state requires in the same decision. */
    private void checkEntry(@Nullable Task before, Task now, List<HistoryEntry> history, List<Task> all) {
        switch (now.status()) {
            case WAITING, RUNNING -> {}
            case PENDING -> checkQueueOrder(now, all);
            case SUCCEEDED -> {
                checkEnd(now, history);
                failures.checkSuccess(now, history.getLast().cause().actor());
            }
            case FAILED -> {
                checkEnd(now, history);
                failures.checkFailure(
                        now, (Failed) now.state(), history.getLast().cause().actor());
            }
            case TERMINATED -> {
                checkEnd(now, history);
                checkExpiry(before, now);
            }
        }
    }

    private void checkEnd(Task now, List<HistoryEntry> history) {
        boolean hadWorkflow = history.getLast().from() != TaskStatus.WAITING;
        boolean stopIsRequested = truth.stopOf(now.id()).isPresent();
        invariants.check(
                stopIsRequested || !hadWorkflow, 9, () -> now + " ended without a request to stop its workflow");
        invariants.check(!stopIsRequested || hadWorkflow, 15, () -> now + " ended while waiting, but has a stop");
    }

    private void checkExpiry(@Nullable Task before, Task now) {
        boolean expired = ((Terminated) now.state()).by().equals(Actor.system("queue"));
        boolean wasOverdue = before != null
                && before.state() instanceof Waiting waiting
                && !truth.storeClock.instant().isBefore(waiting.deadline());
        invariants.check(!expired || wasOverdue, 3, () -> before + " expired before its deadline");
    }

    /** First in, first out: no earlier task that conflicts still waits. */
    private void checkQueueOrder(Task now, List<Task> all) {
        Optional<Task> overtaken = all.stream()
                .filter(other -> other.status() == TaskStatus.WAITING && isBefore(other, now) && conflict(other, now))
                .findFirst();
        invariants.check(overtaken.isEmpty(), 16, () -> now + " overtook a waiting task: " + overtaken.orElseThrow());
    }

    static boolean isBefore(Task one, Task other) {
        return one.id().value().compareTo(other.id().value()) < 0;
    }

    static boolean conflict(Task one, Task other) {
        return one.spec().rack().equals(other.spec().rack())
                && one.spec().components().overlaps(other.spec().components());
    }

    /** A caller's decision and its audit row are one commit: n cancels leave as many rows as one does. */
    private void checkAudit(List<Task> tasks) {
        Map<Action, List<AuditEntry>> audit = truth.contents.auditEntries().stream()
                .collect(groupingBy(entry -> entry.request().action()));
        int submits = audit.getOrDefault(Action.SUBMIT_TASK, List.of()).size();
        invariants.check(
                submits == tasks.size(), 21, () -> tasks.size() + " tasks, but " + submits + " audited submits");
        List<AuditEntry> cancels = audit.getOrDefault(Action.CANCEL_TASK, List.of());
        List<TaskId> cancelled = tasks.stream()
                .filter(TaskInvariants::isCancelled)
                .map(Task::id)
                .sorted((one, other) -> one.value().compareTo(other.value()))
                .toList();
        List<TaskId> audited = cancels.stream()
                .map(entry -> Objects.requireNonNull(entry.request().task()))
                .sorted((one, other) -> one.value().compareTo(other.value()))
                .toList();
        invariants.check(
                audited.equals(cancelled),
                7,
                () -> "cancelled tasks " + cancelled + ", but audited cancels " + audited);
    }

    private static boolean isCancelled(Task task) {
        return task.state() instanceof Terminated end && end.by().name().startsWith("user:");
    }
}
