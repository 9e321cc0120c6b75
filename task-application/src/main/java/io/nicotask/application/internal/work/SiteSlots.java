package io.nicotask.application.internal.work;

import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.value.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The slots of a process at each site, and the work that the process has claimed and that waits for one. What is claimed
 * from the queue has slots for each lane, the other work for each of its steps, so that a terminate right after a commit
 * waits for nothing but other such terminates of its site. Safe for use by several threads.
 */
final class SiteSlots {

    private static final int PER_SITE = 8;

    /** The maximum number of items of a lane that are claimed at once. */
    private static final int ITEMS_PER_TURN = 48;

    /** The maximum number of items of a step that wait at a site; the claims of further ones expire. */
    private static final int MAX_WAITING = 256;

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private final EngineCircuitBreakers breakers;
    private final Map<Slot, Integer> busy = new HashMap<>();
    private final Map<Slot, Deque<ClaimedItem>> waiting = new LinkedHashMap<>();
    private final Map<Slot, CountDownLatch> emptied = new HashMap<>();
    private final Set<Slot> timedOut = new HashSet<>();

    SiteSlots(EngineCircuitBreakers breakers) {
        this.breakers = breakers;
    }

    /** The steps of work that a process has claimed without asking the queue. */
    enum Step {
        /** The start of a workflow right after the commit of its submit. */
        START,
        /** The terminate of a workflow right after the commit of its cancel. */
        TERMINATE,
        /** The confirmation of a terminate. */
        CONFIRM
    }

    /** Returns how many items of a lane may be claimed from the queue. */
    synchronized Slots free(Lane lane, int limit) {
        Set<SiteId> sites = new HashSet<>(breakers.probedSites());
        busy.keySet().forEach(slot -> sites.add(slot.site()));
        waiting.keySet().forEach(slot -> sites.add(slot.site()));
        Map<SiteId, Integer> atSites = new HashMap<>();
        sites.forEach(site -> atSites.put(site, free(new Slot(lane, site))));
        return new Slots(lane, Math.min(limit, ITEMS_PER_TURN), PER_SITE, atSites);
    }

    synchronized void occupy(Slot slot) {
        if (slot.retries()) {
            breakers.beginRetry(slot.site());
        }
        busy.merge(slot, 1, Integer::sum);
    }

    synchronized void release(Slot slot) {
        busy.computeIfPresent(slot, (key, count) -> count == 1 ? null : count - 1);
    }

    /**
     * Waits for a moment, at most until no item waits for such a slot. Does not wait while the site's circuit is open, nor
     * after a wait that timed out: then the engine is slow, and waiting longer does not help.
     */
    void awaitNoneWaiting(Slot slot) throws InterruptedException {
        if (!noneWaiting(slot).await(LONGEST_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
            recordTimeout(slot);
        }
    }

    private synchronized CountDownLatch noneWaiting(Slot slot) {
        boolean canWait = waiting.containsKey(slot) && !timedOut.contains(slot) && !breakers.isOpen(slot.site());
        return canWait ? emptied.computeIfAbsent(slot, any -> new CountDownLatch(1)) : new CountDownLatch(0);
    }

    private synchronized void recordTimeout(Slot slot) {
        if (waiting.containsKey(slot)) {
            timedOut.add(slot);
        }
    }

    /** Lets an item wait for a slot. */
    synchronized void add(ClaimedItem item) {
        Deque<ClaimedItem> queue = waiting.computeIfAbsent(item.slot(), slot -> new ArrayDeque<>());
        if (queue.size() < MAX_WAITING) {
            queue.add(item);
        }
    }

    /** Takes the waiting items for which there are slots, and occupies these. Drops items whose claim has expired. */
    synchronized List<ClaimedItem> takeWaiting(Instant now) {
        List<ClaimedItem> taken = new ArrayList<>();
        waiting.forEach((slot, queue) -> {
            queue.removeIf(item -> item.hasExpired(now));
            for (int free = free(slot); free > 0 && !queue.isEmpty(); free--) {
                occupy(slot);
                taken.add(queue.remove());
            }
        });
        waiting.values().removeIf(Deque::isEmpty);
        timedOut.retainAll(waiting.keySet());
        emptied.forEach((slot, latch) -> {
            if (!waiting.containsKey(slot)) {
                latch.countDown();
            }
        });
        emptied.keySet().retainAll(waiting.keySet());
        return taken;
    }

    private int free(Slot slot) {
        return Math.max(0, most(slot) - busy.getOrDefault(slot, 0));
    }

    /** An engine that does not reply gets one probe at a time; so does one that looks into another namespace. */
    private int most(Slot slot) {
        if (slot.callsEngine() && breakers.isOpen(slot.site())) {
            return breakers.permitsCall(slot.site()) ? 1 : 0;
        }
        if (slot.retries() && breakers.isInOtherNamespace(slot.site())) {
            return breakers.permitsRetry(slot.site()) ? 1 : 0;
        }
        return slot.yields() && isTerminateWaiting(slot.site()) ? 1 : PER_SITE;
    }

    private boolean isTerminateWaiting(SiteId site) {
        Deque<ClaimedItem> terminates = waiting.get(new Slot(Step.TERMINATE, site));
        return terminates != null && !terminates.isEmpty();
    }

    /**
     * What a slot is for.
     *
     * @param of a lane or a step
     * @param site the site
     */
    record Slot(Enum<?> of, SiteId site) {

        private boolean callsEngine() {
            return of != Lane.UPKEEP && of != Lane.OBSERVATION;
        }

        /** What a process claims from the queue has mostly been tried before. */
        private boolean retries() {
            return callsEngine() && of instanceof Lane;
        }

        /** Describes leave the engine to terminates that wait; one goes on, because their claims expire. */
        private boolean yields() {
            return of == Step.CONFIRM || of == Lane.CHECK;
        }
    }

    /**
     * An item under the claim of this process.
     *
     * @param slot what it takes
     * @param item the item
     * @param handler what carries it out
     * @param claimedAt when it was claimed, by the clock of this process
     */
    record ClaimedItem(Slot slot, WorkItem item, WorkHandler handler, Instant claimedAt) {

        boolean hasExpired(Instant now) {
            return !now.isBefore(claimedAt.plus(WorkQueue.CLAIM));
        }

        ClaimedItem next(Step step, WorkHandler rest) {
            return new ClaimedItem(new Slot(step, item.site()), item, rest, claimedAt);
        }
    }
}
