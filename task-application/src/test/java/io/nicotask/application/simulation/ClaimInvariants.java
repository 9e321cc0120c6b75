package io.nicotask.application.simulation;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks that no row is changed under a claim that has expired or is not the latest one (25). */
final class ClaimInvariants {

    private final InvariantChecker invariants;
    private final GroundTruth truth;
    private final FiberScheduler scheduler;
    private final NeighbourInvariants neighbour;
    private final Map<Key, Held> latest = new HashMap<>();

    ClaimInvariants(
            InvariantChecker invariants, GroundTruth truth, FiberScheduler scheduler, NeighbourInvariants neighbour) {
        this.invariants = invariants;
        this.truth = truth;
        this.scheduler = scheduler;
        this.neighbour = neighbour;
    }

    void afterCall(PortInterceptor.Call call, @Nullable Object answer) {
        if (call.is("claimDue")) {
            List<WorkItem> claimed =
                    ((List<?>) answer).stream().map(WorkItem.class::cast).toList();
            claimed.forEach(this::hold);
            neighbour.afterTurn(call.argument(0), claimed);
        } else if (Boolean.TRUE.equals(answer)) {
            check(call.argument(0), call.name());
        }
    }

    void committed(List<Change> changes) {
        for (Change change : changes) {
            switch (change) {
                case Change.RackGranted granted -> decided(Kind.START_WORKFLOW, granted.task(), granted.delivery());
                case Change.TaskChanged changed
                when changed.change().after().status().isTerminal()
                        && changed.change().before().status().mayHaveWorkflow() ->
                    decided(Kind.STOP_WORKFLOW, changed.change().after(), changed.delivery());
                case Change.WorkCompleted completed -> check(completed.item(), "a decision");
                case Change.WorkflowChecked checked -> check(checked.item(), "a decision");
                default -> {}
            }
        }
    }

    private void hold(WorkItem claimed) {
        latest.put(Key.of(claimed), new Held(claimed, claimed.claimNumber(), expiry()));
    }

    /** A process that decides may hold the work as its first claim. */
    private void decided(Kind kind, Task task, Delivery delivery) {
        if (delivery.claimed()) {
            latest.put(new Key(kind, task.spec().site(), task.id().value()), new Held(null, 1, expiry()));
        }
    }

    private long expiry() {
        return scheduler.now() + WorkQueue.CLAIM.toMillis();
    }

    private void check(WorkItem item, String write) {
        Held held = latest.get(Key.of(item));
        invariants.check(
                held != null && (truth.storeClockWasSetBack() ? held.hasNumberOf(item) : isHeld(held, item)),
                25,
                () -> write + " was accepted under a claim that is not held: " + item);
    }

    private boolean isHeld(Held held, WorkItem item) {
        return held.isBy(item) && scheduler.now() < held.until();
    }

    private record Key(Kind kind, SiteId site, UUID of) {

        static Key of(WorkItem item) {
            return new Key(item.kind(), item.site(), item.key());
        }
    }

    /**
     * The latest claim of an item.
     *
     * @param claimed the item, which its holder passes on; null if a decision wrote it as claimed
     */
    private record Held(@Nullable WorkItem claimed, long claimNumber, long until) {

        @SuppressWarnings("ReferenceEquality") // replaced work is claimed under the same numbers again
        boolean isBy(WorkItem item) {
            return claimed == null ? hasNumberOf(item) : claimed == item;
        }

        /**
         * All that is left to check once the clock was set back: a claim is then held for longer, until another process makes
         * one, and a check that was to come an hour after the end of its task is claimed at once, under the same numbers.
         */
        boolean hasNumberOf(WorkItem item) {
            return claimNumber == item.claimNumber();
        }
    }
}
