package io.nicotask.application.internal.memory;

import io.nicotask.application.port.TaskEvents;
import io.nicotask.application.port.TaskEvents.TaskEvent;
import java.util.List;

/** {@link TaskEvents} in memory: decisions do not overlap, so that every event is settled. */
public final class InMemoryTaskEvents implements TaskEvents {

    private final InMemoryContents store;

    public InMemoryTaskEvents(InMemoryContents store) {
        this.store = store;
    }

    @Override
    public List<TaskEvent> after(long position, int limit) {
        return store.use(
                contents -> contents.events.stream().skip(position).limit(limit).toList());
    }
}
