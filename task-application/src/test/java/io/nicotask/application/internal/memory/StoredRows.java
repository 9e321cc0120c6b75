package io.nicotask.application.internal.memory;

import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What is stored in memory, read and changed behind the ports' back.
 *
 * @param contents what is stored
 * @param clock the store's clock
 */
public record StoredRows(InMemoryContents contents, InstantSource clock) {

    /** All tasks, oldest first. */
    public List<Task> tasks() {
        return contents.use(stored -> List.copyOf(stored.tasks.values()));
    }

    public Optional<Task> task(TaskId id) {
        return contents.use(stored -> Optional.ofNullable(stored.tasks.get(id)));
    }

    /** The stop of an ended task; empty if none was requested. */
    public Optional<Stop> stopOf(TaskId task) {
        return contents.use(stored ->
                Optional.ofNullable(new InMemoryStopView(stored, Stop.ATTENTION_AFTER, clock.instant()).stopOf(task)));
    }

    /** Whether there is due work of the site that no process has claimed. A stop waits for its start. */
    public boolean isDue(SiteId site, Lane lane) {
        Instant now = clock.instant();
        return contents.use(stored -> stored.work.values().stream()
                .filter(work ->
                        work.key().kind().lane() == lane && work.key().site().equals(site))
                .filter(work -> work.isDue(now) && work.lease().isFree(now))
                .anyMatch(work -> work.key().kind() != Kind.STOP_WORKFLOW
                        || stored.workFor(new TaskId(work.key().of()), Kind.START_WORKFLOW)
                                .isEmpty()));
    }

    /** How many items of all sites are under a valid claim. */
    public int claimed(Lane lane) {
        Instant now = clock.instant();
        return contents.use(stored -> (int) stored.work.values().stream()
                .filter(work ->
                        work.key().kind().lane() == lane && !work.lease().isFree(now))
                .count());
    }

    /** Removes all stops, as if the ends of their tasks had not requested them. */
    public void removeStops() {
        contents.use(stored -> {
            stored.stops.clear();
            return stored.work.keySet().removeIf(work -> work.kind() == Kind.STOP_WORKFLOW);
        });
    }
}
