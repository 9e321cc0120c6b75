package io.nicotask.application.memory;

import io.nicotask.application.port.TaskListing;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import java.util.Comparator;
import java.util.List;

final class InMemoryTaskListing implements TaskListing {

    /** Ids compare as in SQL, by their text; UUIDs of Java compare as signed numbers. */
    private static final Comparator<Task> NEWEST_FIRST = Comparator.comparing(
                    (Task task) -> task.revision().created())
            .thenComparing(task -> task.id().toString())
            .reversed();

    private final InMemoryTransactions store;

    InMemoryTaskListing(InMemoryTransactions store) {
        this.store = store;
    }

    @Override
    public List<Task> open(TaskScope scope, int limit) {
        return store.read(contents -> contents.tasks.values().stream()
                .filter(task -> contents.task(scope, task.id()).isPresent())
                .filter(task -> !task.status().isTerminal())
                .sorted(NEWEST_FIRST)
                .limit(limit)
                .toList());
    }
}
