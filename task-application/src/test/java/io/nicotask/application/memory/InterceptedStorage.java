package io.nicotask.application.memory;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Passes decisions to a real storage. A subclass can act before and after each of them, and change what it decides. */
public abstract class InterceptedStorage implements TaskStorage {

    private final TaskStorage real;

    protected InterceptedStorage(TaskStorage real) {
        this.real = real;
    }

    /**
     * Makes a call of the real storage.
     *
     * @param method the name of the method
     */
    protected <T> T call(String method, Supplier<T> call) {
        return call.get();
    }

    /**
     * Makes a decision, inside the call. Nothing is written when it throws.
     *
     * @param snapshot what the decision is based on
     */
    protected <S, R> Decision<R> decide(TaskScope scope, S snapshot, Function<S, Decision<R>> decision) {
        return decision.apply(snapshot);
    }

    @Override
    public final <R> Optional<R> decide(TaskScope scope, TaskId task, Function<TaskSnapshot, Decision<R>> decision) {
        return call("decide", () -> real.decide(scope, task, snapshot -> decide(scope, snapshot, decision)));
    }

    @Override
    public final <R> R decideOnRack(TaskScope scope, RackId rack, Function<RackOccupancy, Decision<R>> decision) {
        return call(
                "decideOnRack", () -> real.decideOnRack(scope, rack, snapshot -> decide(scope, snapshot, decision)));
    }

    @Override
    public final <R> R decideOnMissing(TaskScope scope, RackId rack, Function<MissingSnapshot, Decision<R>> decision) {
        return call(
                "decideOnMissing",
                () -> real.decideOnMissing(scope, rack, snapshot -> decide(scope, snapshot, decision)));
    }

    @Override
    public final <R> KeyedResult<R> decideOnce(
            TaskScope scope, RackId rack, IdempotencyKey key, Function<RackOccupancy, Decision<R>> decision) {
        return call(
                "decideOnce", () -> real.decideOnce(scope, rack, key, snapshot -> decide(scope, snapshot, decision)));
    }

    @Override
    public final void write(TaskScope scope, List<Change> changes) {
        Decision<List<Change>> written = call("write", () -> {
            Decision<List<Change>> decided = decide(scope, changes, given -> new Decision<>(given, given));
            real.write(scope, decided.changes());
            return decided;
        });
        Objects.requireNonNull(written);
    }
}
