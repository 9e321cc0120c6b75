package io.nicotask.application.internal.work;

import io.nicotask.application.internal.work.WorkHandler.Outcome;
import io.nicotask.application.port.LeaseExpired;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.port.WorkItem;
import io.nicotask.application.port.WorkItem.Kind;
import io.nicotask.application.port.WorkItem.Lane;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.TextConstraints;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Claims due work and passes it to its handlers. Each lane of each site has slots of its own, so that no amount of work
 * of one site delays another's; a site whose engine does not reply gets one probe at a time. Any number of dispatchers
 * may run side by side. Safe for use by several threads.
 */
public final class WorkDispatcher {

    /** The number of items of a lane that are carried out at the same time for one site. */
    static final int SLOTS_PER_SITE = 8;

    /** The maximum number of items of a lane that are claimed at once. */
    private static final int ITEMS_PER_TURN = 48;

    private static final Logger LOG = System.getLogger(WorkDispatcher.class.getName());

    private final WorkQueue queue;
    private final EngineCircuitBreakers breakers;
    private final Map<Kind, WorkHandler> handlers;
    private final List<Lane> lanes;
    private final RetryBackoff backoff;
    private final Map<SlotKey, Integer> busy = new HashMap<>();

    /**
     * Creates a dispatcher for the kinds of work that have a handler.
     *
     * @param random the source of the jitter of retries
     */
    public WorkDispatcher(
            WorkQueue queue, EngineCircuitBreakers breakers, Map<Kind, WorkHandler> handlers, RandomGenerator random) {
        this.queue = queue;
        this.breakers = breakers;
        this.handlers = Map.copyOf(handlers);
        this.lanes =
                handlers.keySet().stream().map(Kind::lane).distinct().sorted().toList();
        this.backoff = new RetryBackoff(random);
    }

    /**
     * Claims due items, and returns them for the caller to carry out, each independent of the others.
     *
     * @param limit the maximum number of items of a lane
     */
    public List<Runnable> claimDue(int limit) {
        return claim(lanes.stream().map(lane -> slotsOf(lane, limit)).toList());
    }

    /** As {@link #claimDue(int)}, at these sites only. */
    public List<Runnable> claimDue(Set<SiteId> sites, int limit) {
        return claim(lanes.stream()
                .map(lane -> {
                    Slots all = slotsOf(lane, limit);
                    Map<SiteId, Integer> here = new HashMap<>();
                    sites.forEach(site -> here.put(site, all.atSites().getOrDefault(site, all.perSite())));
                    return new Slots(lane, all.limit(), 0, here);
                })
                .toList());
    }

    private List<Runnable> claim(List<Slots> slots) {
        return queue.claimDue(slots).stream().map(this::occupied).toList();
    }

    private synchronized Slots slotsOf(Lane lane, int limit) {
        Map<SiteId, Integer> free = new HashMap<>();
        busy.forEach((slot, count) -> {
            if (slot.lane() == lane) {
                free.put(slot.site(), Math.max(0, SLOTS_PER_SITE - count));
            }
        });
        if (lane == Lane.DELIVERY || lane == Lane.CHECK) {
            breakers.openCircuits().forEach(site -> free.put(site, isProbeDue(lane, site) ? 1 : 0));
        }
        return new Slots(lane, Math.min(limit, ITEMS_PER_TURN), SLOTS_PER_SITE, free);
    }

    private boolean isProbeDue(Lane lane, SiteId site) {
        return breakers.permitsCall(site) && !busy.containsKey(new SlotKey(lane, site));
    }

    private synchronized Runnable occupied(WorkItem item) {
        SlotKey slot = new SlotKey(item.kind().lane(), item.site());
        busy.merge(slot, 1, Integer::sum);
        return () -> {
            try {
                carryOut(item);
            } finally {
                release(slot);
            }
        };
    }

    private synchronized void release(SlotKey slot) {
        busy.computeIfPresent(slot, (key, count) -> count == 1 ? null : count - 1);
    }

    /** Carries out the start and then the stop of the task's workflow now, whether they are due or not. */
    public void deliver(TaskId task) {
        List<WorkItem> claimed = queue.claim(task);
        while (!claimed.isEmpty() && claimed.stream().allMatch(this::carryOut)) {
            claimed = queue.claim(task);
        }
    }

    /**
     * Starts the workflow of a task that this process has just submitted. One that had to wait for its rack is started by
     * the process that claims its start; so is one whose submit was repeated.
     *
     * @return whether the start is settled
     */
    public boolean start(TaskView submitted) {
        Task task = submitted.task();
        return task.status() == TaskStatus.PENDING
                && task.revision().version() == 1
                && deliverUnlessEngineDown(firstClaim(Kind.START_WORKFLOW, task));
    }

    /**
     * Closes the workflow of a task that this process has just cancelled.
     *
     * @return whether the stop is settled
     */
    public boolean stop(TaskView cancelled) {
        return cancelled.stop() == StopStatus.REQUESTED
                && deliverUnlessEngineDown(firstClaim(Kind.STOP_WORKFLOW, cancelled.task()));
    }

    /** The decision has written the work as claimed, so that no statement comes before the call. */
    private static WorkItem firstClaim(Kind kind, Task task) {
        return new WorkItem(kind, task.id().value(), task.spec().site(), 1);
    }

    /**
     * Carries out an item that this process has claimed, unless the circuit of the site's engine is open and no probe is
     * due.
     *
     * @return whether the item is settled
     */
    public boolean deliverUnlessEngineDown(WorkItem item) {
        return breakers.permitsCall(item.site()) && carryOut(item);
    }

    /** Carries out an item; one that fails is postponed and does not affect others. */
    private boolean carryOut(WorkItem item) {
        try {
            return settle(item, handlerOf(item).carryOut(item));
        } catch (LeaseExpired expired) {
            LOG.log(Level.DEBUG, () -> "The claim has expired: " + item, expired);
            return false;
        } catch (WorkflowEngineUnavailable unavailable) {
            LOG.log(Level.DEBUG, () -> "The engine did not respond for " + item, unavailable);
            return settle(item, new Outcome.Retry(String.valueOf(unavailable.getMessage())));
        } catch (RuntimeException unexpected) {
            LOG.log(Level.ERROR, () -> "Could not carry out " + item, unexpected);
            return settle(item, new Outcome.Retry(unexpected.getClass().getSimpleName()));
        }
    }

    /** Only kinds with a handler are claimed. */
    private WorkHandler handlerOf(WorkItem item) {
        return Objects.requireNonNull(handlers.get(item.kind()), item::toString);
    }

    private boolean settle(WorkItem item, Outcome outcome) {
        boolean held = switch (outcome) {
            case Outcome.Settled settled -> true;
            case Outcome.Done done -> queue.complete(item);
            case Outcome.Later later -> queue.postpone(item, later.delay(), "");
            case Outcome.Retry retry ->
                queue.postpone(item, backoff.delayAfter(item.claimNumber()), TextConstraints.errorLine(retry.cause()));
        };
        if (!held) {
            LOG.log(Level.DEBUG, () -> "The claim has expired: " + item);
        }
        return held && !(outcome instanceof Outcome.Retry);
    }

    private record SlotKey(Lane lane, SiteId site) {}
}
