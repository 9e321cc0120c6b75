package io.nicotask.application.memory;

import io.nicotask.domain.value.TaskId;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Ids in sequence, from {@code 00000000-0000-0000-0000-000000000001}: the same in each run of a test. */
public final class SequentialTaskIds implements Supplier<TaskId> {

    private final AtomicLong last = new AtomicLong();

    @Override
    public TaskId get() {
        return new TaskId(new UUID(0, last.incrementAndGet()));
    }
}
