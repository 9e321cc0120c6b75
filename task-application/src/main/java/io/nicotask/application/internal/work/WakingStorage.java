package io.nicotask.application.internal.work;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.RackCheckScheduled;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Wakes the dispatcher of this process after a decision that has written work which is due at once, so that the work does
 * not wait for the next poll; and who reads events, after any decision that has changed something.
 *
 * @param storage carries the decisions out
 * @param wake wakes the dispatcher
 * @param onChange called after a change was committed
 */
public record WakingStorage(TaskStorage storage, Runnable wake, Runnable onChange) implements TaskStorage {

    @Override
    public <R> Optional<R> decide(TaskScope scope, TaskId task, Function<TaskSnapshot, Decision<R>> decision) {
        return waking(observed -> storage.decide(scope, task, observed.of(decision)));
    }

    @Override
    public <R> R decideOnRack(TaskScope scope, RackId rack, Function<RackOccupancy, Decision<R>> decision) {
        return waking(observed -> storage.decideOnRack(scope, rack, observed.of(decision)));
    }

    @Override
    public <R> R decideOnMissing(TaskScope scope, RackId rack, Function<MissingSnapshot, Decision<R>> decision) {
        return waking(observed -> storage.decideOnMissing(scope, rack, observed.of(decision)));
    }

    @Override
    public <R> KeyedResult<R> decideOnce(
            TaskScope scope, RackId rack, IdempotencyKey key, Function<RackOccupancy, Decision<R>> decision) {
        return waking(observed -> storage.decideOnce(scope, rack, key, observed.of(decision)));
    }

    @Override
    public void write(TaskScope scope, List<Change> changes) {
        storage.write(scope, changes);
        onChange.run();
    }

    private <T> T waking(Function<Observed, T> call) {
        Observed observed = new Observed(new AtomicBoolean(), new AtomicBoolean());
        T answer = call.apply(observed);
        if (observed.isDue().get()) {
            wake.run();
        }
        if (observed.hasChanged().get()) {
            onChange.run();
        }
        return answer;
    }

    /** Notes whether the last decision has written work that is due, or anything. */
    private record Observed(AtomicBoolean isDue, AtomicBoolean hasChanged) {

        <S, R> Function<S, Decision<R>> of(Function<S, Decision<R>> decision) {
            return snapshot -> {
                Decision<R> decided = decision.apply(snapshot);
                isDue.set(decided.changes().stream().anyMatch(Observed::isDue));
                hasChanged.set(!decided.changes().isEmpty());
                return decided;
            };
        }

        private static boolean isDue(Change change) {
            return switch (change) {
                case RackGranted granted -> granted.delivery().equals(Delivery.AT_ONCE);
                case TaskChanged changed ->
                    changed.change().after().status().isTerminal()
                            && changed.delivery().equals(Delivery.AT_ONCE);
                case RackCheckScheduled scheduled -> Duration.ZERO.equals(scheduled.delay());
                case Change.TaskSubmitted submitted -> false;
                case Change.RackReleased released -> false;
                case Change.LeaseAcquired acquired -> false;
                case Change.LeaseReleased released -> false;
                case Change.StepBegun begun -> false;
                case Change.StepEnded ended -> false;
                case Change.LateOutcomeAdded added -> false;
                case Change.WorkflowStarted started -> false;
                case Change.WorkflowCheckScheduled scheduled -> false;
                case Change.WorkflowChecked checked -> false;
                case Change.WorkflowClosed closed -> false;
                case Change.StopResolved resolved -> false;
                case Change.StopAlerted alerted -> false;
                case Change.WorkCompleted completed -> false;
                case Change.Audited audited -> false;
            };
        }
    }
}
