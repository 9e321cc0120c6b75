package io.nicotask.application.simulation;

import static java.util.stream.Collectors.groupingBy;

import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.TaskChange;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.Run;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskState.Failed;
import io.nicotask.domain.task.TaskState.Terminated;
import io.nicotask.domain.task.TaskState.Waiting;
import io.nicotask.domain.task.TaskStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What must be true of the tasks themselves, looked at after every commit. */
final class TaskLaws {

    private final Referee referee;
    private final Ground ground;
    private final Ledger ledger;
    private final FailureLaws failures;
    private final Coverage coverage;
    private final Map<TaskId, Integer> updates = new HashMap<>();

    /** How many entries of its history are known. */
    private final Map<TaskId, Integer> known = new HashMap<>();

    TaskLaws(Referee referee, Ground ground, Ledger ledger, FailureLaws failures, Coverage coverage) {
        this.referee = referee;
        this.ground = ground;
        this.ledger = ledger;
        this.failures = failures;
        this.coverage = coverage;
    }

    void begun() {
        updates.clear();
    }

    void updated(TaskChange change) {
        updates.merge(change.before().id(), 1, Integer::sum);
    }

    void committed() {
        ledger.nextMoment();
        List<Task> tasks = ground.tasks().toList();
        boolean changed = false;
        for (Task now : tasks) {
            Task before = ledger.current(now.id());
            if (!now.equals(before)) {
                judge(before, now, tasks);
                ledger.add(now);
                changed = true;
            }
        }
        if (changed) {
            judgeAudit(tasks);
        }
    }

    private void judge(@Nullable Task before, Task now, List<Task> all) {
        List<HistoryEntry> history = ground.store.tasks().history(Ground.SCOPE, now.id());
        judgeHistory(now, history);
        history.stream().skip(known.getOrDefault(now.id(), 0)).forEach(coverage::entry);
        known.put(now.id(), history.size());
        if (before == null) {
            referee.demand(now.revision().version() == 1, 20, () -> now + " begins with a later version");
        } else {
            judgeChange(before, now);
        }
        if (before == null || before.status() != now.status()) {
            judgeEntry(before, now, history, all);
        }
    }

    private void judgeHistory(Task now, List<HistoryEntry> history) {
        TaskStatus last = null;
        for (HistoryEntry entry : history) {
            TaskStatus from = last;
            referee.demand(entry.from() == from, 2, () -> now + " was " + from + " and left " + entry.from());
            referee.demand(from == null || !from.isTerminal(), 1, () -> now + " has left " + from);
            referee.demand(
                    from == null || from.successors().contains(entry.to()),
                    2,
                    () -> now + " went from " + from + " to " + entry.to());
            last = entry.to();
        }
        TaskStatus shown = last;
        referee.demand(shown == now.status(), 2, () -> now + " is " + shown + " by its history");
        long ends = history.stream().filter(entry -> entry.to().isTerminal()).count();
        referee.demand(ends <= 1, 3, () -> now + " ended " + ends + " times");
    }

    private void judgeChange(Task before, Task now) {
        referee.demand(!before.status().isTerminal(), 8, () -> before + " changed after its end");
        long versions = now.revision().version() - before.revision().version();
        int told = updates.getOrDefault(now.id(), 0);
        referee.demand(versions == told, 20, () -> now + " had " + told + " changes and " + versions + " versions");
        referee.demand(
                !now.revision().updated().isBefore(before.revision().updated()), 20, () -> now + " went back in time");
        Run begun = before.state().runOrNull();
        referee.demand(
                begun == null || begun.equals(now.state().runOrNull()), 20, () -> now + " has begun a second time");
        boolean isSameWish = now.request().rack().equals(before.request().rack())
                && now.request().components().equals(before.request().components())
                && (before.request().rule() == null
                        || Objects.equals(before.request().rule(), now.request().rule()));
        referee.demand(isSameWish, 20, () -> now + " is another request than it was");
    }

    /** What a task's coming into a state demands of everything else, in the same transaction. */
    private void judgeEntry(@Nullable Task before, Task now, List<HistoryEntry> history, List<Task> all) {
        switch (now.status()) {
            case WAITING, RUNNING -> {}
            case PENDING -> judgeTurn(now, all);
            case SUCCEEDED -> {
                judgeEnd(now, history);
                failures.judgeSuccess(now, history.getLast().cause().actor());
            }
            case FAILED -> {
                judgeEnd(now, history);
                failures.judge(
                        now, (Failed) now.state(), history.getLast().cause().actor());
            }
            case TERMINATED -> {
                judgeEnd(now, history);
                judgeExpiry(before, now);
            }
        }
    }

    private void judgeEnd(Task now, List<HistoryEntry> history) {
        boolean hadWorkflow = history.getLast().from() != TaskStatus.WAITING;
        boolean stopIsAsked = ground.stopOf(now.id()).isPresent();
        referee.demand(stopIsAsked || !hadWorkflow, 9, () -> now + " has ended without asking for its stop");
        referee.demand(!stopIsAsked || hadWorkflow, 15, () -> now + " has a stop, though it never began");
    }

    private void judgeExpiry(@Nullable Task before, Task now) {
        boolean expired = ((Terminated) now.state()).by().equals(Actor.system("queue"));
        boolean wasOverdue = before != null
                && before.state() instanceof Waiting waiting
                && !ground.wallClock.instant().isBefore(waiting.deadline());
        referee.demand(!expired || wasOverdue, 3, () -> before + " expired, though it did not wait too long");
    }

    /** First in, first out: whoever has come before and is in the way is not waiting any more. */
    private void judgeTurn(Task now, List<Task> all) {
        Optional<Task> overtaken = all.stream()
                .filter(other -> other.status() == TaskStatus.WAITING && isBefore(other, now) && isInTheWay(other, now))
                .findFirst();
        referee.demand(overtaken.isEmpty(), 16, () -> now + " has overtaken " + overtaken.orElseThrow());
    }

    private static boolean isBefore(Task one, Task other) {
        return one.id().value().compareTo(other.id().value()) < 0;
    }

    static boolean isInTheWay(Task one, Task other) {
        return one.request().rack().equals(other.request().rack())
                && one.request().components().overlap(other.request().components());
    }

    /** A caller's decision and its row are of one transaction: n cancels leave as many rows as one. */
    private void judgeAudit(List<Task> tasks) {
        Map<Action, List<AuditEntry>> audit = ground.store.auditEntries().stream()
                .collect(groupingBy(entry -> entry.wish().action()));
        int submits = audit.getOrDefault(Action.SUBMIT_TASK, List.of()).size();
        referee.demand(submits == tasks.size(), 21, () -> submits + " submits were audited of " + tasks.size());
        List<AuditEntry> cancels = audit.getOrDefault(Action.CANCEL_TASK, List.of());
        List<TaskId> cancelled = tasks.stream()
                .filter(TaskLaws::isCancelled)
                .map(Task::id)
                .sorted((one, other) -> one.value().compareTo(other.value()))
                .toList();
        List<TaskId> audited = cancels.stream()
                .map(entry -> Objects.requireNonNull(entry.wish().task()))
                .sorted((one, other) -> one.value().compareTo(other.value()))
                .toList();
        referee.demand(audited.equals(cancelled), 7, () -> "cancelled " + cancelled + ", audited " + audited);
    }

    private static boolean isCancelled(Task task) {
        return task.state() instanceof Terminated end && end.by().name().startsWith("user:");
    }
}
