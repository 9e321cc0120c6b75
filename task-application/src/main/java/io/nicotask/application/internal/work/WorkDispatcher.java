package io.nicotask.application.internal.work;

import io.nicotask.application.internal.work.SiteSlots.ClaimedItem;
import io.nicotask.application.internal.work.SiteSlots.Slot;
import io.nicotask.application.internal.work.SiteSlots.Step;
import io.nicotask.application.internal.work.WorkHandler.Outcome;
import io.nicotask.application.port.RackLeases.LeaseExpired;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.port.WorkflowEngine.EngineStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TextConstraints;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Claims due work and passes it to its handlers; so it does with the work that this process has written as claimed, without
 * asking the queue. Each lane and step has slots of its own at each site, so that no amount of work of one site delays
 * another's; a site whose engine does not reply gets one probe at a time. Any number of dispatchers may run side by
 * side. Safe for use by several threads.
 */
public final class WorkDispatcher {

    private static final Logger LOG = System.getLogger(WorkDispatcher.class.getName());

    private final WorkQueue queue;
    private final Map<Kind, WorkHandler> handlers;
    private final List<Lane> lanes;
    private final InstantSource clock;
    private final RetryBackoff backoff;
    private final EngineCircuitBreakers breakers;
    private final SiteSlots slots;
    private final WakeSignal claimed = new WakeSignal();

    /**
     * Creates a dispatcher for the kinds of work that have a handler.
     *
     * @param random the source of the jitter of retries
     */
    public WorkDispatcher(
            WorkQueue queue,
            EngineCircuitBreakers breakers,
            Map<Kind, WorkHandler> handlers,
            InstantSource clock,
            RandomGenerator random) {
        this.queue = queue;
        this.handlers = Map.copyOf(handlers);
        this.lanes =
                handlers.keySet().stream().map(Kind::lane).distinct().sorted().toList();
        this.clock = clock;
        this.backoff = new RetryBackoff(random);
        this.breakers = breakers;
        this.slots = new SiteSlots(breakers);
    }

    /**
     * Claims due items, and returns them for the caller to carry out, each independent of the others.
     *
     * @param limit the maximum number of items of a lane
     */
    public List<Runnable> claimDue(int limit) {
        return claim(lanes.stream().map(lane -> slots.free(lane, limit)).toList());
    }

    /** As {@link #claimDue(int)}, at these sites only. */
    public List<Runnable> claimDue(Set<SiteId> sites, int limit) {
        return claim(lanes.stream()
                .map(lane -> {
                    Slots all = slots.free(lane, limit);
                    Map<SiteId, Integer> here = new HashMap<>();
                    sites.forEach(site -> here.put(site, all.atSites().getOrDefault(site, all.perSite())));
                    return new Slots(lane, all.limit(), 0, here);
                })
                .toList());
    }

    private List<Runnable> claim(List<Slots> free) {
        List<WorkItem> items = queue.claimDue(free);
        Instant now = clock.instant();
        return items.stream()
                .map(item -> {
                    Slot slot = new Slot(item.kind().lane(), item.site());
                    slots.occupy(slot);
                    return runnable(new ClaimedItem(slot, item, handlerOf(item.kind()), now));
                })
                .toList();
    }

    /**
     * Takes what this process has claimed and not yet carried out, as far as there are slots, and returns it for the
     * caller to carry out. Calls no port.
     */
    public List<Runnable> takeClaimed() {
        return slots.takeWaiting(clock.instant()).stream().map(this::runnable).toList();
    }

    /** Returns the signal that is given when there is work for {@link #takeClaimed}. */
    public WakeSignal claimedSignal() {
        return claimed;
    }

    /** Returns what this process has observed of the site's engine. */
    public EngineStatus engineStatus(SiteId site) {
        return breakers.statusOf(site);
    }

    private Runnable runnable(ClaimedItem item) {
        return () -> {
            try {
                carryOut(item);
            } finally {
                slots.release(item.slot());
            }
        };
    }

    /**
     * Starts the workflow of a task that this process has just submitted, as soon as the start is taken. One that had to
     * wait for its rack is started by the process that claims its start; so is one whose submit was repeated.
     */
    public void start(TaskView submitted) {
        Task task = submitted.task();
        if (task.status() == TaskStatus.PENDING && task.revision().version() == 1) {
            add(Step.START, Kind.START_WORKFLOW, task);
        }
    }

    /** Closes the workflow of a task that this process has just cancelled, as soon as the stop is taken. */
    public void stop(TaskView cancelled) {
        if (cancelled.stop() == StopStatus.REQUESTED) {
            add(Step.TERMINATE, Kind.STOP_WORKFLOW, cancelled.task());
        }
    }

    /**
     * Lets a caller whose task was cancelled wait for a moment while its site has more terminates than slots. When the cores
     * are all busy, more requests would take the time that the terminates need, and each would be sent later than the one
     * before.
     */
    public void pauseWhileTerminatesWait(SiteId site) {
        try {
            slots.awaitNoneWaiting(new Slot(Step.TERMINATE, site));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The decision has written the work under the first claim, so that no statement comes before the call. */
    private void add(Step step, Kind kind, Task task) {
        SiteId site = task.spec().site();
        WorkItem item = new WorkItem(kind, task.id().value(), site, 1);
        add(new ClaimedItem(new Slot(step, site), item, handlerOf(kind), clock.instant()));
    }

    private void add(ClaimedItem item) {
        slots.add(item);
        claimed.wake();
    }

    /** Only kinds with a handler are claimed. */
    private WorkHandler handlerOf(Kind kind) {
        return Objects.requireNonNull(handlers.get(kind), kind::toString);
    }

    /** Carries out an item; one that fails is postponed and does not affect others. */
    private void carryOut(ClaimedItem claimedItem) {
        WorkItem item = claimedItem.item();
        boolean held = switch (outcomeOf(claimedItem)) {
            case Outcome.Settled settled -> true;
            case Outcome.Called called -> {
                add(claimedItem.next(Step.CONFIRM, called.confirmation()));
                yield true;
            }
            case Outcome.Done done -> queue.complete(item);
            case Outcome.Later later -> queue.postpone(item, later.delay(), "");
            case Outcome.Retry retry ->
                queue.postpone(item, backoff.delayAfter(item.claimNumber()), TextConstraints.errorLine(retry.cause()));
        };
        if (!held) {
            LOG.log(Level.DEBUG, () -> "The claim has expired: " + item);
        }
    }

    private static Outcome outcomeOf(ClaimedItem claimedItem) {
        WorkItem item = claimedItem.item();
        try {
            return claimedItem.handler().carryOut(item);
        } catch (LeaseExpired expired) {
            LOG.log(Level.DEBUG, () -> "The claim has expired: " + item, expired);
            return new Outcome.Settled();
        } catch (WorkflowEngineUnavailable unavailable) {
            LOG.log(Level.DEBUG, () -> "The engine did not respond for " + item, unavailable);
            return new Outcome.Retry(String.valueOf(unavailable.getMessage()));
        } catch (RuntimeException unexpected) {
            LOG.log(Level.ERROR, () -> "Could not carry out " + item, unexpected);
            return new Outcome.Retry(unexpected.getClass().getSimpleName());
        }
    }
}
