package io.nicotask.application.contract;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.LeaseAcquired;
import io.nicotask.application.port.Change.LeaseReleased;
import io.nicotask.application.port.Change.RackCheckScheduled;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.RackReleased;
import io.nicotask.application.port.Change.StepBegun;
import io.nicotask.application.port.Change.StepEnded;
import io.nicotask.application.port.Change.StopResolved;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.Change.WorkCompleted;
import io.nicotask.application.port.Change.WorkflowClosed;
import io.nicotask.application.port.Change.WorkflowStarted;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.ProcessId;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what tests arrange, each call as one decision, without the rules of the use cases. */
public final class DirectWrites {

    private static final FencingToken FIRST_TOKEN = new FencingToken(2);
    private static final long ANY_NUMBER = 1_000_000;

    private final TaskStorage storage;

    private DirectWrites(TaskStorage storage) {
        this.storage = storage;
    }

    public static DirectWrites to(TaskStorage storage) {
        return new DirectWrites(storage);
    }

    /** Writes the changes, which are of tasks on this rack. */
    public void write(TaskScope scope, RackId rack, Change... changes) {
        storage.decideOnRack(scope, rack, occupancy -> Decision.of(occupancy, changes));
    }

    public void insertTask(TaskScope scope, Task task, ChangeCause cause) {
        write(scope, task.spec().rack(), new TaskSubmitted(task, cause));
    }

    /** Changes a task. The stop of a task that ends is due at once. */
    public void update(TaskScope scope, TaskChange change) {
        update(scope, change, Delivery.AT_ONCE);
    }

    public void update(TaskScope scope, TaskChange change, Delivery delivery) {
        write(scope, change.after().spec().rack(), new TaskChanged(change, delivery));
    }

    /** Reserves the rack for a task that has become Pending, and requests its start. */
    public void grant(TaskScope scope, Task task) {
        write(scope, task.spec().rack(), new RackGranted(task, Delivery.AT_ONCE));
    }

    public void release(TaskScope scope, Task task) {
        write(scope, task.spec().rack(), new RackReleased(task.id()));
    }

    public void scheduleCheck(TaskScope scope, RackId rack, @Nullable Duration delay) {
        write(scope, rack, new RackCheckScheduled(rack, delay));
    }

    /** Acquires a lease for an attempt of a task that holds its rack, also of one that has ended. */
    @CanIgnoreReturnValue
    public Lease acquireLease(TaskScope scope, TaskId task, String work, ProcessId process) {
        return storage.decide(scope, task, snapshot -> {
                    Lease next = snapshot.nextLease();
                    Lease lease = next == null ? new Lease(task, ANY_NUMBER, FIRST_TOKEN) : next;
                    return Decision.of(lease, new LeaseAcquired(lease, work, process));
                })
                .orElseThrow();
    }

    public void releaseLease(TaskScope scope, RackId rack, Lease lease) {
        write(scope, rack, new LeaseReleased(lease));
    }

    /** Records a step of a task, under a lease of the rack's first fencing token. */
    public void beginStep(TaskScope scope, Task task, StepKey step, InterruptPolicy policy, Duration timeLimit) {
        Lease lease = new Lease(task.id(), 0, FIRST_TOKEN);
        write(scope, task.spec().rack(), new StepBegun(step, policy, lease, timeLimit));
    }

    public void endStep(TaskScope scope, RackId rack, StepKey step) {
        write(scope, rack, new StepEnded(step, null));
    }

    public void resolveStop(TaskScope scope, Task task) {
        write(scope, task.spec().rack(), new StopResolved(task.id()));
    }

    public Optional<Task> find(TaskScope scope, TaskId task) {
        return snapshot(scope, task).map(TaskSnapshot::task);
    }

    /** Records that the task's workflow was started, and completes that work. */
    public void startWorkflow(TaskScope scope, Task task, WorkItem start, String namespace) {
        write(scope, task.spec().rack(), new WorkflowStarted(task.id(), namespace), new WorkCompleted(start));
    }

    /** Records that the workflow of an ended task is closed, and completes that work. */
    public void closeWorkflow(TaskScope scope, Task task, WorkItem stop, Duration actsFor) {
        write(scope, task.spec().rack(), new WorkflowClosed(task.id(), actsFor), new WorkCompleted(stop));
    }

    /** The stop of an ended task; empty if none was requested. */
    public Optional<Stop> stopOf(TaskScope scope, TaskId task) {
        return snapshot(scope, task).flatMap(snapshot -> Optional.ofNullable(snapshot.stop()));
    }

    private Optional<TaskSnapshot> snapshot(TaskScope scope, TaskId task) {
        return storage.decide(scope, task, Decision::unchanged);
    }

    /** The reservations of the rack and the tasks that wait for it. */
    public RackOccupancy occupancy(TaskScope scope, RackId rack) {
        return storage.decideOnRack(scope, rack, occupancy -> new Decision<>(occupancy, List.of()));
    }
}
