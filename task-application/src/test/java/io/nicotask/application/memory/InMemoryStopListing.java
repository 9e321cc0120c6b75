package io.nicotask.application.memory;

import io.nicotask.application.port.OpenStop;
import io.nicotask.application.port.StopListing;
import io.nicotask.application.port.TaskListing.Position;
import io.nicotask.domain.access.TaskScope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class InMemoryStopListing implements StopListing {

    private static final Comparator<Position> ORDER = Comparator.comparing(Position::created)
            .thenComparing(position -> position.id().toString());

    private final InMemoryTransactions store;
    private final InstantSource clock;
    private final Duration attentionAfter;

    InMemoryStopListing(InMemoryTransactions store, InstantSource clock, Duration attentionAfter) {
        this.store = store;
        this.clock = clock;
        this.attentionAfter = attentionAfter;
    }

    @Override
    public List<OpenStop> walk(TaskScope scope, @Nullable Position after, int limit) {
        return store.read(contents -> new StopView(contents, attentionAfter, clock.instant())
                .open()
                .filter(open -> contents.task(scope, open.task()).isPresent())
                .filter(open -> after == null || ORDER.compare(after, positionOf(open)) < 0)
                .limit(limit)
                .toList());
    }

    private static Position positionOf(OpenStop open) {
        return new Position(open.stop().requestedAt(), open.task());
    }
}
