package io.nicotask.application.memory;

import io.nicotask.application.memory.InMemoryContents.Change;
import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.LateOutcome;
import io.nicotask.application.port.StaleTask;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.TaskStore;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class InMemoryTaskStore implements TaskStore {

    private final InMemoryTransactions store;

    InMemoryTaskStore(InMemoryTransactions store) {
        this.store = store;
    }

    @Override
    public Optional<Task> find(TaskScope scope, TaskId id) {
        return store.read(contents -> contents.task(scope, id));
    }

    /** Transactions run one at a time, so that what one reads stays true until it ends. */
    @Override
    public Optional<Task> lock(TaskScope scope, TaskId id) {
        if (store.isInTransaction()) {
            store.locks().lock(id);
        }
        return find(scope, id);
    }

    @Override
    public void insertTask(TaskScope scope, Task task, ChangeCause cause) {
        if (!task.spec().site().equals(scope.site())) {
            throw new IllegalArgumentException(task + " is not of " + scope);
        }
        store.write(contents -> {
            if (!contents.has(scope)) {
                throw new IllegalStateException("There is no " + scope);
            }
            if (contents.tasks.putIfAbsent(task.id(), task) != null) {
                throw new IllegalStateException(task + " is stored already");
            }
            return contents.changes.add(change(null, task, cause));
        });
    }

    @Override
    public void update(TaskScope scope, TaskChange change) {
        Task before = change.before();
        Task after = change.after();
        store.write(contents -> {
            store.locks().lock(before.id());
            if (contents.task(scope, before.id())
                    .filter(stored -> isAsRead(stored, before))
                    .isEmpty()) {
                throw new StaleTask(before);
            }
            checkTransition(before.status(), after.status());
            contents.tasks.put(after.id(), after);
            return before.status() == after.status()
                    || contents.changes.add(change(before.status(), after, change.cause()));
        });
    }

    @Override
    public void insertLateOutcome(TaskScope scope, LateOutcome late) {
        store.write(contents -> contents.task(scope, late.task()).isPresent() && contents.lateOutcomes.add(late));
    }

    @Override
    public List<HistoryEntry> history(TaskScope scope, TaskId id) {
        return store.read(contents -> contents.changes.stream()
                .filter(change ->
                        change.task().equals(id) && contents.task(scope, id).isPresent())
                .map(Change::entry)
                .toList());
    }

    private static boolean isAsRead(Task stored, Task before) {
        return stored.status() == before.status()
                && stored.revision().version() == before.revision().version();
    }

    private static void checkTransition(TaskStatus from, TaskStatus to) {
        boolean legal = from == to ? !from.isTerminal() : from.successors().contains(to);
        if (!legal) {
            throw new IllegalStateException("No edge leads from " + from.label() + " to " + to.label());
        }
    }

    private static Change change(@Nullable TaskStatus from, Task task, ChangeCause cause) {
        return new Change(
                task.id(), new HistoryEntry(from, task.status(), task.revision().updated(), cause));
    }
}
