package io.nicotask.application.memory;

import io.nicotask.application.memory.Watch.Sight;
import io.nicotask.application.port.WorkflowWatch;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

final class InMemoryWorkflowWatch implements WorkflowWatch {

    private final InMemoryTransactions store;
    private final InstantSource clock;

    InMemoryWorkflowWatch(InMemoryTransactions store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public List<Watched> claimDue(int limit, Duration lease) {
        Instant now = clock.instant();
        return store.write(contents -> {
            List<Watch> claimed = contents.watches.values().stream()
                    .filter(watch -> watch.lease().isDue(now) && watch.lease().isFree(now))
                    .sorted(Comparator.comparing(watch -> watch.lease().dueAt()))
                    .limit(limit)
                    .map(watch -> watch.with(watch.lease().claimed(now, lease)))
                    .toList();
            claimed.forEach(watch -> contents.watches.put(watch.task(), watch));
            return claimed.stream().map(watch -> watchedOf(contents, watch)).toList();
        });
    }

    @Override
    public boolean seen(Watched watched, int misses, Duration delay) {
        Instant now = clock.instant();
        return change(watched, now, watch -> watch.seen(misses, now, now.plus(delay)));
    }

    @Override
    public boolean astray(Watched watched, Duration delay) {
        Instant now = clock.instant();
        return change(watched, now, watch -> watch.astray(now, now.plus(delay)));
    }

    @Override
    public boolean postpone(Watched watched, Duration delay) {
        Instant now = clock.instant();
        return change(watched, now, watch -> watch.with(watch.lease().released(now.plus(delay))));
    }

    @Override
    public boolean forget(Watched watched) {
        Instant now = clock.instant();
        return store.write(contents -> held(contents, watched, now)
                .map(watch -> contents.watches.remove(watch.task()))
                .isPresent());
    }

    @Override
    public Missing missingAt(SiteId site) {
        return store.read(contents -> {
            List<Sight> there = contents.watches.values().stream()
                    .filter(watch -> contents.siteOf(watch.task()).equals(site))
                    .map(Watch::sight)
                    .toList();
            Instant latest = there.stream()
                    .map(Sight::missedAt)
                    .filter(Objects::nonNull)
                    .max(Comparator.naturalOrder())
                    .orElse(Instant.MIN);
            return new Missing(
                    count(there, sight -> sight.misses() > 0),
                    count(there, sight -> sight.misses() == 0 && sight.at().isBefore(latest)),
                    count(there, Sight::astray),
                    there.size());
        });
    }

    private static long count(List<Sight> sights, Predicate<Sight> which) {
        return sights.stream().filter(which).count();
    }

    private boolean change(Watched watched, Instant now, UnaryOperator<Watch> change) {
        return store.write(contents -> held(contents, watched, now)
                .map(change)
                .map(watch -> contents.watches.put(watch.task(), watch))
                .isPresent());
    }

    private static Optional<Watch> held(Contents contents, Watched watched, Instant now) {
        TaskId task = watched.task();
        return Optional.ofNullable(contents.watches.get(task))
                .filter(watch -> watch.lease().isHeldBy(watched.attempt(), now));
    }

    private static Watched watchedOf(Contents contents, Watch watch) {
        return new Watched(
                watch.task(),
                contents.siteOf(watch.task()),
                watch.namespace(),
                watch.sight().misses(),
                watch.lease().attempt());
    }
}
