package io.nicotask.application.simulation;

import io.nicotask.application.memory.InterceptedStorage;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.RackLeases.LeaseExpired;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.domain.access.TaskScope;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Injects faults into decisions: before one is made, at its end, so that nothing of it is written, and after its commit.
 * Whatever other fibers do beside a decision could as well happen before it, because they see nothing of it before its
 * commit and wait for its locks.
 */
final class FaultInjectingStorage extends InterceptedStorage {

    private final FaultInjector faults;
    private final CallObserver observer;
    private final SimulationTrace trace;

    /** What the last decision writes. */
    private List<Change> changes = List.of();

    FaultInjectingStorage(TaskStorage real, FaultInjector faults, CallObserver observer, SimulationTrace trace) {
        super(real);
        this.faults = faults;
        this.observer = observer;
        this.trace = trace;
    }

    @Override
    protected <T> T call(String method, Supplier<T> call) {
        FaultSite site = new FaultSite(TaskStorage.class, method, List.of());
        faults.send(site);
        faults.arrive(PortLayer.STORE, site);
        T answer = commitAfterLostRaces(site, call);
        faults.reply(SimulatedFault.COMMIT_REPLY_LOST, PortLayer.STORE, site);
        return answer;
    }

    /** After a lost race a decision is made again, on what is stored by then. */
    private <T> T commitAfterLostRaces(FaultSite site, Supplier<T> call) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                return commit(site, call);
            } catch (RaceLost lost) {
                faults.letOthersRun();
            }
        }
        throw PortLayer.STORE.unavailable("The task kept changing while it was decided upon");
    }

    private <T> T commit(FaultSite site, Supplier<T> call) {
        changes = List.of();
        try {
            T answer = observer.deciding(call);
            trace.line(() -> site.name() + changes + " -> " + answer);
            observer.committed(changes);
            return answer;
        } catch (RaceLost | LeaseExpired | StoreUnavailable declared) {
            trace.line(() -> site.name() + changes + " is rolled back: " + declared);
            throw declared;
        } catch (RuntimeException misuse) {
            observer.reportMisuse(site.name(), misuse);
            throw misuse;
        }
    }

    @Override
    protected <S, R> Decision<R> decide(TaskScope scope, S snapshot, Function<S, Decision<R>> decision) {
        faults.slowDown();
        Decision<R> decided = decision.apply(snapshot);
        changes = decided.changes();
        faults.slowDown();
        FaultSite end = new FaultSite(TaskStorage.class, "commit", changes);
        if (!changes.isEmpty() && faults.losesRace(end)) {
            throw new RaceLost();
        }
        faults.failIf(SimulatedFault.COMMIT_REFUSED, PortLayer.STORE, end);
        faults.haltIf(SimulatedFault.HALTED_INSIDE, end);
        return decided;
    }

    private static final class RaceLost extends RuntimeException {

        private static final long serialVersionUID = 1;
    }
}
