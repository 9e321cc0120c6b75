package io.nicotask.application.internal.memory;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.RackLeases.LeaseExpired;
import io.nicotask.application.port.SiteDirectory.SiteRetired;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** Checks the changes of one decision, before any of them is written. */
final class InMemoryDecisionGuards {

    private final InMemoryContents store;
    private final TaskScope scope;
    private final Instant now;
    private final Set<TaskId> written = new HashSet<>();
    private final Set<TaskId> granted = new HashSet<>();

    InMemoryDecisionGuards(InMemoryContents store, TaskScope scope, Instant now) {
        this.store = store;
        this.scope = scope;
        this.now = now;
    }

    /**
     * Refuses a change that does not fit what was stored before the decision, or an earlier change of it.
     *
     * @throws IllegalStateException when the decision is wrong
     * @throws LeaseExpired when the lease of the process, or a claim, has expired
     * @throws SiteRetired when a task is submitted to a retired site
     */
    void check(Change change) {
        switch (change) {
            case Change.TaskSubmitted submitted -> check(submitted.task());
            case Change.TaskChanged changed -> check(changed.change());
            case Change.RackGranted grant ->
                require(
                        !store.reservations.containsKey(grant.task().id())
                                && granted.add(grant.task().id()),
                        grant.task() + " was given its rack before");
            case Change.LeaseAcquired acquired -> {
                require(
                        store.reservationOf(acquired.lease().task()).isPresent(),
                        acquired.lease() + " is of a task that holds no rack");
                requireLiving(acquired);
            }
            case Change.WorkCompleted completed -> requireClaim(completed.item());
            case Change.WorkflowChecked checked -> requireClaim(checked.item());
            case Change.WorkflowStarted started -> {}
            case Change.WorkflowCheckScheduled scheduled -> {}
            case Change.WorkflowClosed closed -> {}
            case Change.RackReleased released -> {}
            case Change.RackCheckScheduled scheduled -> {}
            case Change.LeaseReleased released -> {}
            case Change.StepBegun begun -> {}
            case Change.StepEnded ended -> {}
            case Change.LateOutcomeAdded added -> {}
            case Change.StopResolved resolved -> {}
            case Change.StopAlerted alerted -> {}
            case Change.Audited audited -> {}
        }
    }

    private void check(Task submitted) {
        require(
                store.has(scope)
                        && submitted.spec().site().equals(scope.site())
                        && !store.tasks.containsKey(submitted.id())
                        && written.add(submitted.id()),
                submitted + " is stored already, or not in " + scope);
        if (Objects.requireNonNull(store.sites.get(scope.site())).retiredAt() != null) {
            throw new SiteRetired("Site " + scope.site() + " is retired");
        }
    }

    private void check(TaskChange change) {
        Task before = change.before();
        TaskStatus from = before.status();
        TaskStatus to = change.after().status();
        require(
                from == to ? !from.isTerminal() : from.successors().contains(to),
                "No edge leads from " + from.label() + " to " + to.label());
        require(
                store.task(scope, before.id())
                        .filter(stored -> stored.status() == from
                                && stored.revision().version()
                                        == before.revision().version())
                        .isPresent(),
                before + " is not what is stored");
        require(written.add(before.id()), before + " is changed twice");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }

    private void requireLiving(Change.LeaseAcquired acquired) {
        if (!store.lives(acquired.process(), now)) {
            throw new LeaseExpired("The lease of the process has expired: " + acquired);
        }
    }

    private void requireClaim(WorkItem item) {
        if (store.workHeldBy(item, now).isEmpty()) {
            throw new LeaseExpired("Another process may hold " + item);
        }
    }
}
