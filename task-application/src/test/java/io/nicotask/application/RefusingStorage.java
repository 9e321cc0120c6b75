package io.nicotask.application;

import io.nicotask.application.memory.InterceptedStorage;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.domain.access.TaskScope;
import java.util.function.Function;

/** A storage that cannot write decisions with one kind of change. */
final class RefusingStorage extends InterceptedStorage {

    private final Class<? extends Change> refused;

    RefusingStorage(TaskStorage real, Class<? extends Change> refused) {
        super(real);
        this.refused = refused;
    }

    @Override
    protected <S, R> Decision<R> decide(TaskScope scope, S snapshot, Function<S, Decision<R>> decision) {
        Decision<R> decided = decision.apply(snapshot);
        if (decided.changes().stream().anyMatch(refused::isInstance)) {
            throw new StoreUnavailable(refused.getSimpleName() + " cannot be written", new IllegalStateException());
        }
        return decided;
    }
}
