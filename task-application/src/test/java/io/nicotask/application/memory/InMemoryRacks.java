package io.nicotask.application.memory;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.nicotask.application.memory.Grant.RackKey;
import io.nicotask.application.port.Racks;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Epoch;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class InMemoryRacks implements Racks {

    private final InMemoryTransactions store;
    private final InstantSource clock;

    InMemoryRacks(InMemoryTransactions store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    @CanIgnoreReturnValue
    public Occupancy lock(TaskScope scope, RackId rack) {
        RackKey key = new RackKey(scope.site(), rack);
        store.locks().lock(key);
        return store.read(
                contents -> contents.has(scope) ? occupancy(contents, key) : new Occupancy(List.of(), List.of()));
    }

    @Override
    public void grant(TaskScope scope, Task task) {
        RackKey rack = keyOf(task);
        store.locks().require(rack);
        store.write(contents -> {
            Grant grant = new Grant(task.id(), rack, nextEpoch(contents, rack), null);
            if (contents.task(scope, task.id()).isEmpty() || contents.grants.putIfAbsent(task.id(), grant) != null) {
                throw new IllegalStateException(task + " cannot be granted its rack");
            }
            return grant;
        });
    }

    @Override
    public void release(TaskScope scope, TaskId task) {
        Instant now = clock.instant();
        store.write(contents -> contents.task(scope, task)
                .map(held -> contents.grants.computeIfPresent(task, (id, grant) -> grant.released(now)))
                .map(released -> contents.leases.removeIf(lease -> lease.isOf(task))));
    }

    @Override
    public void lookAgain(TaskScope scope, RackId rack, @Nullable Duration delay) {
        RackKey key = new RackKey(scope.site(), rack);
        Instant now = clock.instant();
        store.write(contents -> delay == null ? contents.looks.remove(key) : contents.looks.put(key, now.plus(delay)));
    }

    @Override
    public List<DueRack> claimDue(int limit, Duration delay) {
        Instant now = clock.instant();
        return store.write(contents -> {
            List<RackKey> due = contents.looks.entrySet().stream()
                    .filter(look -> !look.getValue().isAfter(now))
                    .sorted(Map.Entry.comparingByValue())
                    .limit(limit)
                    .map(Map.Entry::getKey)
                    .toList();
            due.forEach(rack -> contents.looks.put(rack, now.plus(delay)));
            return due.stream()
                    .map(rack -> new DueRack(rack.site(), rack.rack()))
                    .toList();
        });
    }

    private Occupancy occupancy(Contents contents, RackKey rack) {
        Instant now = clock.instant();
        List<Holder> holders = contents.grants.values().stream()
                .filter(grant -> grant.isHeld() && grant.rack().equals(rack))
                .map(grant -> holder(contents, contents.tasks.get(grant.task()), now))
                .toList();
        List<Task> waiting = contents.tasks.values().stream()
                .filter(task ->
                        task.status() == TaskStatus.WAITING && keyOf(task).equals(rack))
                .toList();
        return new Occupancy(holders, waiting);
    }

    private static Holder holder(Contents contents, Task task, Instant now) {
        Request stop = contents.requests.get(new Request.Key(task.id(), Kind.STOP));
        return new Holder(task, contents.isLeased(task.id(), now), stop != null && stop.isStopped());
    }

    /** Grants are never forgotten, so that their number only grows. */
    private static Epoch nextEpoch(Contents contents, RackKey rack) {
        long before = contents.grants.values().stream()
                .filter(grant -> grant.rack().equals(rack))
                .count();
        return new Epoch(before + 1);
    }

    private static RackKey keyOf(Task task) {
        return new RackKey(task.request().site(), task.request().rack());
    }
}
