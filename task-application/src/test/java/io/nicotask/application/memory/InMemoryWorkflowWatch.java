package io.nicotask.application.memory;

import io.nicotask.application.port.WorkflowWatch;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
        return store.write(contents -> held(contents, watched, now)
                .map(watch -> watch.seen(misses, watch.lease().released(now.plus(delay))))
                .map(watch -> contents.watches.put(watch.task(), watch))
                .isPresent());
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
            List<Watch> there = contents.watches.values().stream()
                    .filter(watch -> contents.siteOf(watch.task()).equals(site))
                    .toList();
            long missing = there.stream().filter(watch -> watch.misses() > 0).count();
            return new Missing(missing, there.size());
        });
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
                watch.misses(),
                watch.lease().attempt());
    }
}
