package io.nicotask.application.internal.memory;

import io.nicotask.application.port.StopQueries;
import io.nicotask.application.port.StopQueries.UnconfirmedStop;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link StopQueries} in memory. */
public final class InMemoryStopQueries implements StopQueries {

    private static final Comparator<Position> ORDER = Comparator.comparing(Position::created)
            .thenComparing(position -> position.id().toString());

    private final InMemoryContents store;
    private final InstantSource clock;
    private final Duration attentionAfter;

    public InMemoryStopQueries(InMemoryContents store, InstantSource clock, Duration attentionAfter) {
        this.store = store;
        this.clock = clock;
        this.attentionAfter = attentionAfter;
    }

    @Override
    public List<UnconfirmedStop> findUnconfirmed(TaskScope scope, @Nullable Position after, int limit) {
        return store.use(contents -> new InMemoryStopView(contents, attentionAfter, clock.instant())
                .open()
                .filter(stop -> contents.task(scope, stop.task()).isPresent())
                .filter(stop -> after == null || ORDER.compare(after, positionOf(stop)) < 0)
                .limit(limit)
                .toList());
    }

    @Override
    public Optional<UnconfirmedStop> find(TaskScope scope, TaskId task) {
        return store.use(contents -> contents.task(scope, task)
                .flatMap(found -> new InMemoryStopView(contents, attentionAfter, clock.instant()).open(task)));
    }

    private static Position positionOf(UnconfirmedStop stop) {
        return new Position(stop.stop().instants().decided(), stop.task());
    }
}
