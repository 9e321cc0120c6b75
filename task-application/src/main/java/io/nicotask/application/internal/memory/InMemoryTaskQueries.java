package io.nicotask.application.internal.memory;

import io.nicotask.application.internal.memory.InMemoryContents.HistoryRow;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.application.port.TaskQueries.Page;
import io.nicotask.application.port.TaskQueries.Slice;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A slice reads only {@code limit} tasks and then filters them, so it is short when few match. */
public final class InMemoryTaskQueries implements TaskQueries {

    /** Ids compare by their text, as in SQL; Java compares UUIDs as signed numbers. */
    private static final Comparator<Position> NEWEST_FIRST = Comparator.comparing(Position::created)
            .thenComparing(position -> position.id().toString())
            .reversed();

    private final InMemoryContents store;
    private final InstantSource clock;
    private final Duration attentionAfter;

    public InMemoryTaskQueries(InMemoryContents store, InstantSource clock, Duration attentionAfter) {
        this.store = store;
        this.clock = clock;
        this.attentionAfter = attentionAfter;
    }

    @Override
    public Optional<TaskView> find(TaskScope scope, TaskId id) {
        return store.use(contents -> contents.task(scope, id)
                .map(task ->
                        TaskView.of(task, new InMemoryStopView(contents, attentionAfter, clock.instant()).stopOf(id))));
    }

    @Override
    public List<HistoryEntry> history(TaskScope scope, TaskId id) {
        return store.use(contents -> contents.task(scope, id).stream()
                .flatMap(task ->
                        contents.history.stream().filter(row -> row.task().equals(id)))
                .map(HistoryRow::entry)
                .toList());
    }

    @Override
    public Page page(TaskScope scope, TaskList list, boolean activeOnly, int number, int size, Reports reports) {
        return store.use(contents -> {
            List<Task> all = in(contents, scope, list)
                    .filter(task -> !activeOnly || !task.status().isTerminal())
                    .toList();
            List<Task> page = all.stream()
                    .skip((number - 1L) * size)
                    .limit(size)
                    .map(task -> withReports(task, reports))
                    .toList();
            return new Page(page, all.size());
        });
    }

    @Override
    public Slice slice(
            TaskScope scope, TaskList list, Filter filter, @Nullable Position after, int limit, Reports reports) {
        return store.use(contents -> {
            List<Task> remaining = in(contents, scope, list)
                    .filter(task -> after == null || NEWEST_FIRST.compare(after, positionOf(task)) < 0)
                    .toList();
            List<Task> read = remaining.subList(0, Math.min(limit, remaining.size()));
            List<Task> matching = read.stream()
                    .filter(task -> fits(task, filter))
                    .map(task -> withReports(task, reports))
                    .toList();
            return new Slice(matching, read.size() < remaining.size() ? positionOf(read.getLast()) : null);
        });
    }

    private static Stream<Task> in(InMemoryContents contents, TaskScope scope, TaskList list) {
        return contents.tasks.values().stream()
                .filter(task -> contents.task(scope, task.id()).isPresent())
                .filter(task -> isIn(list, task))
                .sorted(Comparator.comparing(InMemoryTaskQueries::positionOf, NEWEST_FIRST));
    }

    private static boolean isIn(TaskList list, Task task) {
        return switch (list) {
            case TaskList.Site site -> true;
            case TaskList.Rack rack -> task.spec().rack().equals(rack.rack());
            case TaskList.Tray tray -> names(task.spec().components(), tray);
        };
    }

    private static boolean names(ComponentSelection components, TaskList.Tray tray) {
        return components.byType().values().stream().anyMatch(ids -> ids.contains(tray.tray()));
    }

    private static boolean fits(Task task, Filter filter) {
        Instant from = filter.from();
        Instant before = filter.before();
        Instant created = task.revision().created();
        return (filter.statuses().isEmpty() || filter.statuses().contains(task.status()))
                && (filter.type() == null
                        || filter.type() == task.spec().operation().type())
                && (from == null || !created.isBefore(from))
                && (before == null || created.isBefore(before));
    }

    private static Position positionOf(Task task) {
        return new Position(task.revision().created(), task.id());
    }

    private static Task withReports(Task task, Reports reports) {
        return switch (reports) {
            case INCLUDED -> task;
            case OMITTED ->
                Task.rehydrated(task.id(), task.spec(), task.state(), task.message(), null, task.revision());
        };
    }
}
