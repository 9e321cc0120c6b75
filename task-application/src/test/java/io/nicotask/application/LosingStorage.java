package io.nicotask.application;

import io.nicotask.application.memory.InterceptedStorage;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.domain.access.TaskScope;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** A storage whose next decisions lose races: each of them is made again, up to {@link TaskStorage#ATTEMPTS} times. */
final class LosingStorage extends InterceptedStorage {

    private final AtomicInteger left;

    LosingStorage(TaskStorage real, int races) {
        super(real);
        this.left = new AtomicInteger(races);
    }

    @Override
    protected <T> T call(String method, Supplier<T> call) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                return call.get();
            } catch (RaceLost lost) {
                // decides again
            }
        }
        throw new StoreUnavailable("The task kept changing while it was decided upon", new RaceLost());
    }

    @Override
    protected <S, R> Decision<R> decide(TaskScope scope, S snapshot, Function<S, Decision<R>> decision) {
        Decision<R> decided = decision.apply(snapshot);
        if (!decided.changes().isEmpty() && left.getAndDecrement() > 0) {
            throw new RaceLost();
        }
        return decided;
    }

    private static final class RaceLost extends RuntimeException {

        private static final long serialVersionUID = 1;
    }
}
