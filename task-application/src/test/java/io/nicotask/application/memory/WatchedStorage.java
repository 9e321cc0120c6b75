package io.nicotask.application.memory;

import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.domain.access.TaskScope;
import java.util.function.Function;

/** Knows which threads are deciding, so that doubles of engines and hardware can refuse their calls. */
public final class WatchedStorage extends InterceptedStorage {

    private static final ThreadLocal<Boolean> DECIDING = ThreadLocal.withInitial(() -> false);

    public WatchedStorage(TaskStorage real) {
        super(real);
    }

    /** Fails a test that calls an engine or hardware in a decision: its locks would be held until they answer. */
    public static void refuseRemoteCall() {
        if (DECIDING.get()) {
            throw new AssertionError("A remote call in a decision");
        }
    }

    @Override
    protected <S, R> Decision<R> decide(TaskScope scope, S snapshot, Function<S, Decision<R>> decision) {
        DECIDING.set(true);
        try {
            return decision.apply(snapshot);
        } finally {
            DECIDING.remove();
        }
    }
}
