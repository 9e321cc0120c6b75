package io.nicotask.application.simulation;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.ProcessId;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.WorkflowRun;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks racks: which attempts may act on them, and which did. */
final class RackInvariants {

    private final InvariantChecker invariants;
    private final GroundTruth truth;
    private final CommittedHistory committed;
    private final FiberScheduler scheduler;

    /** Until when the lease of each process is valid. */
    private final Map<ProcessId, Long> processes = new HashMap<>();

    private final Map<Long, Held> leases = new HashMap<>();
    private final Map<TaskId, Task> grants = new LinkedHashMap<>();
    private final Set<TaskId> released = new HashSet<>();
    private final Map<TaskId, FencingToken> fencingTokens = new LinkedHashMap<>();
    private final Map<RackComponent, List<TaskId>> actors = new HashMap<>();
    private final Set<Job> jobs = new HashSet<>();

    /** For each ended task the one stage of which a step may still begin. */
    private final Map<TaskId, Integer> lastStage = new HashMap<>();

    RackInvariants(
            InvariantChecker invariants, GroundTruth truth, CommittedHistory committed, FiberScheduler scheduler) {
        this.invariants = invariants;
        this.truth = truth;
        this.committed = committed;
        this.scheduler = scheduler;
    }

    void committed(List<Change> changes) {
        for (Change change : changes) {
            switch (change) {
                case Change.LeaseAcquired acquired -> checkLease(acquired.lease(), acquired.process());
                case Change.LeaseReleased released ->
                    leases.remove(released.lease().number());
                case Change.RackGranted granted -> checkGrant(granted.task());
                case Change.RackReleased released -> checkRelease(released.task());
                default -> {}
            }
        }
    }

    /** An attempt begins only while its task runs, and for the run that passed the gate (12, 13, 17). */
    private void checkLease(Lease lease, ProcessId process) {
        Task task = Objects.requireNonNull(committed.current(lease.task()));
        invariants.check(task.status() == TaskStatus.RUNNING, 13, () -> "an attempt began for " + task);
        invariants.check(
                !truth.isConfirmed(task.id()), 12, () -> "an attempt began after the stop was confirmed of " + task);
        WorkflowRun passed = task.state().runOrNull();
        Fiber fiber = scheduler.current();
        invariants.check(
                fiber == null
                        || (passed != null
                                && fiber.execution != null
                                && passed.id().equals(fiber.execution.run())),
                17,
                () -> "a lease was given to " + fiber + ", whose run does not own " + task);
        leases.put(lease.number(), new Held(task.id(), process));
        checkFencingToken(task, lease.fencingToken());
    }

    /** A later reservation of a rack has a higher fencing token. */
    private void checkFencingToken(Task task, FencingToken fencingToken) {
        fencingTokens.put(task.id(), fencingToken);
        boolean earlier = true;
        for (Task other : grants.values()) {
            FencingToken otherToken = fencingTokens.get(other.id());
            earlier &= !other.id().equals(task.id());
            boolean isSameRack = other.spec().rack().equals(task.spec().rack());
            if (isSameRack && otherToken != null && !other.id().equals(task.id())) {
                int order = otherToken.compareTo(fencingToken);
                boolean grew = earlier ? order < 0 : order > 0;
                invariants.check(grew, 14, () -> "the fencing token did not grow between " + other + " and " + task);
            }
        }
    }

    /** The lease of a process was opened or renewed. */
    void recordLease(ProcessId process) {
        processes.put(process, scheduler.now() + RackLeases.DURATION.toMillis());
    }

    private boolean lives(@Nullable Held held) {
        return held != null && processes.getOrDefault(held.process(), 0L) > scheduler.now();
    }

    private void checkGrant(Task task) {
        for (Task other : grants.values()) {
            boolean isFree = released.contains(other.id()) || !TaskInvariants.conflict(other, task);
            invariants.check(isFree, 14, () -> task + " and " + other + " hold the rack at the same time");
        }
        grants.put(task.id(), task);
    }

    private void checkRelease(TaskId id) {
        Task task = Objects.requireNonNull(committed.current(id));
        invariants.check(task.status().isTerminal(), 14, () -> task + " lost its rack before it ended");
        invariants.check(!isLeased(id), 14, () -> task + " released its rack while a lease of it lived");
        invariants.check(
                !truth.hardware.isActing(id), 31, () -> task + " released its rack while a component acted for it");
        released.add(id);
        leases.values().removeIf(held -> held.task().equals(id));
    }

    /** Whether an attempt of the task may be acting. */
    boolean isLeased(TaskId task) {
        return leases.values().stream().anyMatch(held -> held.task().equals(task) && lives(held));
    }

    /** When an ensure is sent its attempt's lease lives (14) and the task's stop is not confirmed (12). */
    void beforeEnsure(HardwareCommand command) {
        invariants.check(
                lives(leases.get(command.leaseNumber())),
                14,
                () -> "a hardware call without a living lease: " + command);
        invariants.check(
                !truth.isConfirmed(command.task()),
                12,
                () -> "a hardware call after the stop was confirmed: " + command);
    }

    /** When a quiesce is sent its task has ended; it cuts off interruptible steps only (29). */
    void beforeQuiesce(HardwareCommand command) {
        Task task = Objects.requireNonNull(committed.current(command.task()));
        invariants.check(task.status().isTerminal(), 29, () -> "an open task was quiesced: " + command);
        InterruptPolicy declared = truth.rules
                .defaultFor(command.operation())
                .step(command.stage(), command.type())
                .interruptPolicy();
        invariants.check(
                declared == command.interruptPolicy(), 29, () -> "a run-to-completion step was cut off: " + command);
    }

    /** A quiesce begins nothing (29): a step that was never commanded has never begun, or its status is unknown. */
    void afterQuiesce(HardwareCommand command, Collection<?> statuses) {
        boolean wasCommanded = jobs.stream()
                .anyMatch(job -> job.task().equals(command.task())
                        && job.stage() == command.stage()
                        && job.type() == command.type());
        invariants.check(
                wasCommanded
                        || statuses.stream()
                                .allMatch(status -> status instanceof ComponentStatus.NeverBegun
                                        || status instanceof ComponentStatus.Unknown),
                29,
                () -> "a quiesce began a step: " + command);
    }

    /** An ensure that the hardware accepts, however late, finds no component acting for another task (14). */
    void afterEnsure(HardwareCommand command) {
        checkActor(command);
        invariants.check(
                truth.hardware.overlaps().isEmpty(), 14, () -> "a component still acted for another task: " + command);
        Task task = Objects.requireNonNull(committed.current(command.task()));
        boolean begins = jobs.add(new Job(command.task(), command.stage(), command.type(), command.tryNumber()));
        if (begins && task.status().isTerminal()) {
            invariants.check(
                    !truth.isConfirmed(task.id()), 12, () -> "a step began after the stop was confirmed: " + command);
            int stage = lastStage.computeIfAbsent(command.task(), id -> command.stage());
            invariants.check(
                    stage == command.stage(),
                    13,
                    () -> "a step began in a second stage after the end of " + task + ": " + command);
        }
    }

    /** On each component tasks act one after the other (14), and each task has one run (17). */
    private void checkActor(HardwareCommand command) {
        Task task = Objects.requireNonNull(committed.current(command.task()));
        WorkflowRun passed = task.state().runOrNull();
        invariants.check(
                passed != null && passed.id().equals(command.run()),
                17,
                () -> "a hardware call by a run that does not own " + task + ": " + command);
        for (ComponentId component : command.components()) {
            List<TaskId> here =
                    actors.computeIfAbsent(new RackComponent(command.rack(), component), key -> new ArrayList<>());
            if (here.isEmpty() || !here.getLast().equals(command.task())) {
                invariants.check(
                        !here.contains(command.task()),
                        14,
                        () -> task + " and task " + here.getLast() + " act on a component in turns: " + command);
                here.add(command.task());
            }
        }
    }

    private record Held(TaskId task, ProcessId process) {}

    private record RackComponent(RackId rack, ComponentId component) {}

    private record Job(TaskId task, int stage, ComponentType type, int tryNumber) {}
}
