package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.SCOPE;
import static io.nicotask.application.contract.StoreContract.SITE;
import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.RUN;
import static io.nicotask.application.contract.StoredTaskFixture.applied;
import static io.nicotask.application.contract.StoredTaskFixture.cancelled;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Inserts and updates tasks, in transactions of random length of which some are rolled back, while the clock runs
 * forwards and sometimes backwards.
 */
final class ConcurrentListWrites {

    private static final Instant BEGIN = Instant.parse("2026-06-01T12:00:00Z");
    private static final int AN_HOUR = 3_600_000;

    private final Jdbi jdbi;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Queue<Task> open = new ConcurrentLinkedQueue<>();

    ConcurrentListWrites(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    static RackId rack(int number) {
        return new RackId(new UUID(7, number));
    }

    static ComponentId tray(int number) {
        return new ComponentId(new UUID(9, number));
    }

    void run(Random random, int transactions) {
        for (int i = 0; i < transactions; i++) {
            transaction(random, 1 + random.nextInt(8));
        }
    }

    private void transaction(Random random, int steps) {
        jdbi.useTransaction(handle -> {
            for (int step = 0; step < steps; step++) {
                Task moving = random.nextInt(5) < 2 ? null : open.poll();
                Task moved = moving == null ? insertNext(handle, random) : applyNext(handle, moving, random);
                if (!moved.status().isTerminal()) {
                    handle.afterCommit(() -> open.add(moved));
                }
                if (moving != null) {
                    handle.afterRollback(() -> open.add(moving));
                }
            }
            if (random.nextInt(10) == 0) {
                handle.rollback();
            }
        });
    }

    private Task insertNext(Handle handle, Random random) {
        int number = numbers.incrementAndGet();
        int millis = number * 100 - (random.nextInt(10) == 0 ? random.nextInt(AN_HOUR) : 0);
        TaskSpec spec = new TaskSpec(
                SITE, rack(random.nextInt(3)), Operation.POWER_ON, components(random.nextInt(4)), "", null);
        TaskId id = new TaskId(new UUID(random.nextLong(), number));
        Task task = Task.submitted(id, spec, BEGIN.plusMillis(millis));
        write(handle, new TaskSubmitted(task, CAUSE));
        return task;
    }

    private static ComponentSelection components(int number) {
        return number == 0
                ? ComponentSelection.WHOLE_RACK
                : new ComponentSelection(Map.of(ComponentType.COMPUTE, Set.of(tray(number), tray(number + 1))));
    }

    private Task applyNext(Handle handle, Task task, Random random) {
        Instant now = task.revision().updated().plusMillis(1);
        Task after = switch (task.status()) {
            case PENDING -> random.nextBoolean() ? applied(task.start(RUN, now)) : cancelled(task);
            case WAITING, RUNNING, SUCCEEDED, FAILED, TERMINATED ->
                random.nextBoolean() ? applied(task.succeed(RUN, now)) : cancelled(task);
        };
        write(handle, TaskChanged.of(task, after, CAUSE));
        return after;
    }

    /** Writes without the lock of the rack, as a transaction writes to several racks in any order. */
    private static void write(Handle handle, Change change) {
        new DecisionStatement(SCOPE, List.of(change), Stop.ATTENTION_AFTER).execute(handle);
    }
}
