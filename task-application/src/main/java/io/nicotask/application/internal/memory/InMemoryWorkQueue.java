package io.nicotask.application.internal.memory;

import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.TextConstraints;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** {@link WorkQueue} in memory. */
public final class InMemoryWorkQueue implements WorkQueue {

    private static final Comparator<InMemoryWork> LONGEST_DUE_FIRST =
            Comparator.comparing(work -> work.lease().dueAt());

    private final InMemoryContents store;
    private final InstantSource clock;

    public InMemoryWorkQueue(InMemoryContents store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public List<WorkItem> claimDue(List<Slots> slots) {
        Instant now = clock.instant();
        return store.use(contents -> slots.stream().flatMap(lane -> due(contents, lane, now)).toList().stream()
                .map(work -> claim(contents, work, now))
                .toList());
    }

    private static Stream<InMemoryWork> due(InMemoryContents contents, Slots slots, Instant now) {
        Map<SiteId, List<InMemoryWork>> bySite = contents.work.values().stream()
                .filter(work -> work.key().kind().lane() == slots.lane())
                .filter(work -> work.isDue(now) && work.lease().isFree(now))
                .filter(work -> isItsTurn(contents, work))
                .sorted(LONGEST_DUE_FIRST)
                .collect(Collectors.groupingBy(work -> work.key().site()));
        return bySite.entrySet().stream()
                .flatMap(site -> ranked(
                        site.getValue(), slots.perSite(), slots.atSites().getOrDefault(site.getKey(), slots.perSite())))
                .sorted(Comparator.comparingInt(Ranked::usedSlots).thenComparing(Ranked::work, LONGEST_DUE_FIRST))
                .limit(slots.limit())
                .map(Ranked::work);
    }

    private static Stream<Ranked> ranked(List<InMemoryWork> atSite, int perSite, int free) {
        return IntStream.range(0, Math.min(atSite.size(), free))
                .mapToObj(rank -> new Ranked(perSite - free + rank, atSite.get(rank)));
    }

    /**
     * An item that may be claimed.
     *
     * @param usedSlots how many slots of its site are used before it
     */
    private record Ranked(int usedSlots, InMemoryWork work) {}

    /** The stop of a task comes after its start. */
    private static boolean isItsTurn(InMemoryContents contents, InMemoryWork work) {
        return work.key().kind() != Kind.STOP_WORKFLOW
                || contents.workFor(new TaskId(work.key().of()), Kind.START_WORKFLOW)
                        .isEmpty();
    }

    private static WorkItem claim(InMemoryContents contents, InMemoryWork work, Instant now) {
        InMemoryWork claimed = work.with(work.lease().claimed(now, CLAIM));
        contents.put(claimed);
        return claimed.toPort();
    }

    @Override
    public boolean complete(WorkItem item) {
        Instant now = clock.instant();
        return store.use(contents -> contents.workHeldBy(item, now)
                .map(held -> contents.work.remove(held.key()))
                .isPresent());
    }

    @Override
    public boolean postpone(WorkItem item, Duration delay, String cause) {
        Instant now = clock.instant();
        return store.use(contents -> contents.workHeldBy(item, now)
                .map(held -> {
                    contents.put(
                            held.postponed(delay, cause.isEmpty() ? cause : TextConstraints.errorLine(cause), now));
                    return held;
                })
                .isPresent());
    }
}
