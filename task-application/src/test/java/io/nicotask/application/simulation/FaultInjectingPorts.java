package io.nicotask.application.simulation;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.StaleFencingToken;
import io.nicotask.application.port.StaleTask;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Wraps the ports of the use cases and injects faults into their calls: a call may be refused, be applied and then
 * reported as failed, be delayed while other fibers run and time passes, be made twice, or be the last one of its
 * process.
 *
 * <p>Inside a transaction no other fiber runs: whatever others do beside an open transaction could as well happen
 * before it, because they see nothing of it before its commit and wait for its locks. Only time passes. A failed call
 * makes its transaction roll back, as in a database.
 */
final class FaultInjectingPorts {

    private static final int MAX_DELAY = 8_000;
    private static final int MAX_HARDWARE_DELAY = 30_000;

    private final FiberScheduler scheduler;
    private final FaultPlan faults;
    private final SeededRandom random;
    private final CallObserver observer;
    private final SimulationTrace trace;
    private boolean open;
    private boolean transactionFailed;

    FaultInjectingPorts(
            FiberScheduler scheduler,
            FaultPlan faults,
            SeededRandom random,
            CallObserver observer,
            SimulationTrace trace) {
        this.scheduler = scheduler;
        this.faults = faults;
        this.random = random;
        this.observer = observer;
        this.trace = trace;
    }

    /** Wraps a port. */
    <T> T wrap(Class<T> port, T real) {
        if (port == Transactions.class) {
            return PortInterceptor.on(port, real, this::transaction);
        }
        boolean remote = port == WorkflowEngine.class || port == RackHardware.class;
        return PortInterceptor.on(port, real, call -> open && !remote ? inTransaction(call) : outsideTransaction(call));
    }

    private @Nullable Object transaction(PortInterceptor.Call call) {
        if (open) {
            return call.proceed();
        }
        PortLayer store = PortLayer.STORE;
        store.beforeCall(this, call);
        Object answer = runTransaction(call);
        trace.line(() -> "commit");
        failIf(SimulatedFault.COMMIT_REPLY_LOST, store, 1, call);
        crashIf(SimulatedFault.HALTED_AFTER, call);
        pauseByChance(call);
        return answer;
    }

    private @Nullable Object runTransaction(PortInterceptor.Call call) {
        Supplier<?> work = call.argument(0);
        Supplier<?> wrapped = () -> {
            Object result = work.get();
            if (transactionFailed) {
                throw PortLayer.STORE.unavailable("The transaction has failed");
            }
            failIf(SimulatedFault.COMMIT_REFUSED, PortLayer.STORE, 1, call);
            crashIf(SimulatedFault.HALTED_INSIDE, call);
            return result;
        };
        open = true;
        transactionFailed = false;
        observer.transactionBegan();
        boolean applied = false;
        try {
            Object answer = call.proceed(wrapped);
            applied = true;
            return answer;
        } finally {
            open = false;
            if (applied) {
                observer.transactionCommitted();
            } else {
                trace.line(() -> "rollback");
                observer.transactionRolledBack();
            }
        }
    }

    private @Nullable Object inTransaction(PortInterceptor.Call call) {
        PortLayer store = PortLayer.STORE;
        refuseCrashedProcess();
        if (transactionFailed) {
            throw store.unavailable("The transaction has failed");
        }
        if (faults.injects(SimulatedFault.STORE_SLOW_INSIDE)) {
            scheduler.advanceTime(random.between(100, 6_000));
        }
        crashIf(SimulatedFault.HALTED_INSIDE, call);
        if (faults.injects(SimulatedFault.STORE_REFUSES_INSIDE)) {
            transactionFailed = true;
            throw store.unavailable("Refused " + call.name());
        }
        if (call.is("update") && faults.injects(SimulatedFault.STORE_RACE_LOST, 1, call)) {
            TaskChange change = call.argument(1);
            throw new StaleTask(change.before());
        }
        return apply(call);
    }

    private @Nullable Object outsideTransaction(PortInterceptor.Call call) {
        PortLayer portLayer = PortLayer.of(call);
        if (open) {
            observer.reportRemoteCallInTransaction(call);
        }
        portLayer.beforeCall(this, call);
        Object answer = apply(call);
        if (faults.injects(portLayer.repeated, portLayer.timesAsLikely)) {
            trace.line(() -> "(the call is repeated)");
            answer = apply(call);
        }
        failIf(portLayer.replyLost, portLayer, portLayer.timesAsLikely, call);
        crashIf(SimulatedFault.HALTED_AFTER, call);
        pauseByChance(call);
        return answer;
    }

    private @Nullable Object apply(PortInterceptor.Call call) {
        try {
            Object answer = call.proceed();
            trace.line(() -> call + " -> " + answer);
            observer.afterCall(call, answer);
            return answer;
        } catch (StaleTask
                | StaleFencingToken
                | WorkflowEngineUnavailable
                | StoreUnavailable
                | HardwareUnresponsive declared) {
            trace.line(() -> call + " -> " + declared);
            throw declared;
        } catch (RuntimeException misuse) {
            observer.reportMisuse(call, misuse);
            throw misuse;
        }
    }

    private void delayByChance(PortLayer portLayer, PortInterceptor.Call call) {
        if (faults.injects(portLayer.slow, portLayer.timesAsLikely)) {
            trace.line(() -> call.name() + " is delayed");
            scheduler.delay(random.between(0, portLayer == PortLayer.HARDWARE ? MAX_HARDWARE_DELAY : MAX_DELAY));
            refuseCrashedProcess();
        }
    }

    private void pauseByChance(PortInterceptor.Call call) {
        if (faults.injects(SimulatedFault.PAUSED, 1, call)) {
            trace.line(() -> "the process is paused");
            scheduler.delay(random.between(3_000, 16_000));
        } else if (random.chance(250)) {
            scheduler.sleep(0);
        }
        refuseCrashedProcess();
    }

    private void failIf(SimulatedFault fault, PortLayer portLayer, int timesAsLikely, PortInterceptor.Call call) {
        if (faults.injects(fault, timesAsLikely, call)) {
            trace.line(() -> fault.row());
            throw portLayer.unavailable(fault.row());
        }
    }

    private void crashIf(SimulatedFault fault, PortInterceptor.Call call) {
        Fiber fiber = scheduler.current();
        if (fiber != null && faults.injects(fault, 1, call)) {
            trace.line(() -> fault.row());
            throw fiber.crash();
        }
    }

    private void refuseCrashedProcess() {
        Fiber fiber = scheduler.current();
        if (fiber != null && fiber.isHalted()) {
            throw new ProcessHalted();
        }
    }

    /** The faults for the calls of one kind of port. */
    private enum PortLayer {
        STORE(
                SimulatedFault.STORE_REFUSES,
                SimulatedFault.STORE_REPLY_LOST,
                SimulatedFault.STORE_SLOW,
                SimulatedFault.STORE_REPEATED,
                1),
        ENGINE(
                SimulatedFault.ENGINE_REFUSES,
                SimulatedFault.ENGINE_REPLY_LOST,
                SimulatedFault.ENGINE_SLOW,
                SimulatedFault.ENGINE_REPEATED,
                4),
        HARDWARE(
                SimulatedFault.HARDWARE_REFUSES,
                SimulatedFault.HARDWARE_REPLY_LOST,
                SimulatedFault.HARDWARE_SLOW,
                SimulatedFault.HARDWARE_REPEATED,
                3);

        private final SimulatedFault refuses;
        private final SimulatedFault replyLost;
        private final SimulatedFault slow;
        private final SimulatedFault repeated;

        /** A factor on the fault rates: there are fewer calls to the engine and to the hardware. */
        private final int timesAsLikely;

        PortLayer(
                SimulatedFault refuses,
                SimulatedFault replyLost,
                SimulatedFault slow,
                SimulatedFault repeated,
                int timesAsLikely) {
            this.refuses = refuses;
            this.replyLost = replyLost;
            this.slow = slow;
            this.repeated = repeated;
            this.timesAsLikely = timesAsLikely;
        }

        static PortLayer of(PortInterceptor.Call call) {
            if (call.port() == WorkflowEngine.class) {
                return ENGINE;
            }
            return call.port() == RackHardware.class ? HARDWARE : STORE;
        }

        void beforeCall(FaultInjectingPorts injector, PortInterceptor.Call call) {
            injector.refuseCrashedProcess();
            injector.crashIf(SimulatedFault.HALTED_BEFORE, call);
            injector.observer.beforeCall(call);
            injector.delayByChance(this, call);
            injector.failIf(refuses, this, timesAsLikely, call);
        }

        RuntimeException unavailable(String why) {
            return switch (this) {
                case STORE -> new StoreUnavailable(why, new IllegalStateException("simulated"));
                case ENGINE -> new WorkflowEngineUnavailable(why);
                case HARDWARE -> new HardwareUnresponsive(why);
            };
        }
    }
}
