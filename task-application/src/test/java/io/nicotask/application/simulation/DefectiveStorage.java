package io.nicotask.application.simulation;

import io.nicotask.application.memory.InterceptedStorage;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** A storage with a defect: it alters the snapshots that decisions are based on, or the changes that it writes. */
abstract class DefectiveStorage extends InterceptedStorage {

    DefectiveStorage(TaskStorage real) {
        super(real);
    }

    /** Returns the snapshot of a task that a decision gets. */
    TaskSnapshot alterTask(TaskSnapshot snapshot) {
        return snapshot;
    }

    /** Returns the snapshot of a rack that a decision gets. */
    RackOccupancy alterRack(RackOccupancy rack) {
        return rack;
    }

    /** Returns the missing workflows that a decision gets. */
    MissingWorkflows alterMissing(MissingWorkflows missing) {
        return missing;
    }

    /**
     * Returns what is written.
     *
     * @param decided what was decided
     */
    List<Change> alterChanges(List<Change> decided) {
        return decided;
    }

    @Override
    @SuppressWarnings("unchecked") // a snapshot is altered to one of its own type
    protected final <S, R> Decision<R> decide(TaskScope scope, S snapshot, Function<S, Decision<R>> decision) {
        S altered = (S)
                switch (snapshot) {
                    case TaskSnapshot task -> alterTask(withAlteredRack(task));
                    case RackOccupancy rack -> alterRack(rack);
                    case MissingSnapshot both ->
                        new MissingSnapshot(alterRack(both.rack()), alterMissing(both.missing()));
                    case List<?> changes -> changes;
                    default -> throw new IllegalStateException("Unknown snapshot: " + snapshot);
                };
        Decision<R> decided = decision.apply(altered);
        return new Decision<>(decided.answer(), alterChanges(decided.changes()));
    }

    private TaskSnapshot withAlteredRack(TaskSnapshot snapshot) {
        return snapshot.rack() == null
                ? snapshot
                : new TaskSnapshot(snapshot.task(), snapshot.stop(), alterRack(snapshot.rack()), snapshot.nextLease());
    }

    /** The snapshot with another version of its task; one that may be open has a next lease. */
    static TaskSnapshot with(TaskSnapshot snapshot, Task task) {
        Lease lease = new Lease(task.id(), 0, new FencingToken(2));
        return new TaskSnapshot(
                task, snapshot.stop(), snapshot.rack(), Objects.requireNonNullElse(snapshot.nextLease(), lease));
    }
}
