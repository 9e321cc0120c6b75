package io.nicotask.application.internal.memory;

import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
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

    /** Removes all stops, as if the ends of their tasks had not requested them. */
    public void removeStops() {
        contents.use(stored -> stored.outbox.keySet().removeIf(entry -> entry.kind() == Kind.STOP));
    }
}
