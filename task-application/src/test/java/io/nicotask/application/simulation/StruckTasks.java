package io.nicotask.application.simulation;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.StepBegun;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.simulation.HardwareFaultMatrix.Cancel;
import io.nicotask.application.simulation.HardwareFaultMatrix.Cell;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The tasks of one schedule that a fault has struck while a step of theirs was begun and not seen to end. */
final class StruckTasks {

    private final CommittedHistory committed;
    private final GroundTruth truth;
    private final FiberScheduler scheduler;
    private final Map<StepKey, Begun> steps = new LinkedHashMap<>();
    private final List<Strike> strikes = new ArrayList<>();

    StruckTasks(CommittedHistory committed, GroundTruth truth, FiberScheduler scheduler) {
        this.committed = committed;
        this.truth = truth;
        this.scheduler = scheduler;
    }

    void committed(List<Change> changes) {
        for (Change change : changes) {
            switch (change) {
                case StepBegun begun -> steps.putIfAbsent(begun.step(), begunNow(begun));
                case Change.StepEnded ended -> steps.remove(ended.step());
                case Change.StopResolved resolved ->
                    steps.keySet().removeIf(step -> step.task().equals(resolved.task()));
                default -> {}
            }
        }
    }

    private Begun begunNow(StepBegun begun) {
        return new Begun(
                begun.interruptPolicy(), scheduler.now() + begun.timeLimit().toMillis());
    }

    /** A fault strikes a task, if there is one. */
    void strike(HardwareFault fault, @Nullable TaskId task) {
        strike(fault, step -> step.getKey().task().equals(task));
    }

    /** A fault strikes all tasks. */
    void strikeAll(HardwareFault fault) {
        strike(fault, step -> true);
    }

    /** The time limit of steps is over while they act. */
    void strikeOverdue() {
        strike(
                HardwareFault.TIME_LIMIT_OVER,
                step -> step.getValue().deadline() < scheduler.now()
                        && truth.hardware.isActing(step.getKey().task()));
    }

    private void strike(HardwareFault fault, Predicate<Map.Entry<StepKey, Begun>> struck) {
        Set<Strike> once = new HashSet<>();
        steps.entrySet().stream().filter(struck).forEach(step -> {
            TaskId task = step.getKey().task();
            once.add(new Strike(fault, task, step.getValue().policy(), isCancelled(task)));
        });
        strikes.addAll(once);
    }

    /** How often each cell of the matrix occurred; asked when the schedule is over. */
    HardwareFaultMatrix matrix() {
        HardwareFaultMatrix matrix = new HardwareFaultMatrix();
        for (Strike strike : strikes) {
            Cancel before = isCancelled(strike.task()) ? Cancel.BEFORE_CANCEL : Cancel.NO_CANCEL;
            matrix.count(
                    new Cell(strike.fault(), strike.policy(), strike.afterCancel() ? Cancel.AFTER_CANCEL : before));
        }
        return matrix;
    }

    private boolean isCancelled(TaskId id) {
        Task task = committed.current(id);
        return task != null && task.status() == TaskStatus.TERMINATED;
    }

    private record Begun(InterruptPolicy policy, long deadline) {}

    private record Strike(HardwareFault fault, TaskId task, InterruptPolicy policy, boolean afterCancel) {}
}
