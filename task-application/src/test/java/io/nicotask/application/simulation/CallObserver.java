package io.nicotask.application.simulation;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.StartResult;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.domain.task.Task;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Passes every call that reached its port, and every committed decision, to the invariants. */
final class CallObserver {

    private final InvariantChecker invariants;
    private final TaskInvariants tasks;
    private final RackInvariants racks;
    private final ClaimInvariants claims;
    private final EngineInvariants engine;
    private final StruckTasks struck;
    private final Consumer<Task> started;
    private boolean deciding;

    /**
     * Creates an observer.
     *
     * @param started gets each task whose workflow was started
     */
    CallObserver(
            InvariantChecker invariants,
            TaskInvariants tasks,
            RackInvariants racks,
            ClaimInvariants claims,
            EngineInvariants engine,
            StruckTasks struck,
            Consumer<Task> started) {
        this.invariants = invariants;
        this.tasks = tasks;
        this.racks = racks;
        this.claims = claims;
        this.engine = engine;
        this.struck = struck;
        this.started = started;
    }

    /** Makes a decision; no call of a port belongs in it. */
    <T> T deciding(Supplier<T> decision) {
        deciding = true;
        try {
            return decision.get();
        } finally {
            deciding = false;
        }
    }

    boolean isDeciding() {
        return deciding;
    }

    /** Runs after a decision was committed, even if its caller does not get the answer. */
    void committed(List<Change> changes) {
        tasks.committed(changes);
        racks.committed(changes);
        claims.committed(changes);
        struck.committed(changes);
        changes.forEach(change -> {
            if (change instanceof Change.WorkflowStarted delivered) {
                engine.recordAcknowledged(delivered.task());
            }
        });
        engine.check();
    }

    /** Runs before a call is made. */
    void beforeCall(PortInterceptor.Call call) {
        if (call.port() == RackHardware.class && call.is("ensure")) {
            racks.beforeEnsure(call.argument(0));
        } else if (call.port() == RackHardware.class && call.is("quiesce")) {
            racks.beforeQuiesce(call.argument(0));
        }
    }

    /** Runs after a call was applied, even if its caller does not get the answer. */
    void afterCall(PortInterceptor.Call call, @Nullable Object answer) {
        if (call.port() == WorkflowEngine.class) {
            if (answer instanceof StartResult.Started) {
                engine.checkStart(call.argument(0));
                started.accept(call.argument(0));
            }
        } else if (call.port() == RackHardware.class) {
            afterHardwareCall(call, answer);
        } else if (call.port() == WorkQueue.class || call.port() == WorkflowMonitor.class) {
            claims.afterCall(call, answer);
        } else if (call.port() == RackLeases.class) {
            afterLeaseCall(call, answer);
        }
    }

    /** The locks of a decision are held until a call in it returns, and the call may be made for nothing. */
    void reportCallInDecision(PortInterceptor.Call call) {
        invariants.report(27, call.name() + " was called inside a decision");
    }

    /** A port rejected a call as a programming error of its caller. */
    void reportMisuse(String call, RuntimeException misuse) {
        invariants.report(23, call + " rejected its call: " + misuse);
    }

    private void afterLeaseCall(PortInterceptor.Call call, @Nullable Object answer) {
        if (call.is("open") || answer instanceof Renewal.Renewed) {
            racks.recordLease(call.argument(0));
        } else if (Boolean.TRUE.equals(answer)) {
            claims.afterCall(call, answer);
        }
    }

    private void afterHardwareCall(PortInterceptor.Call call, @Nullable Object answer) {
        if (call.is("ensure")) {
            racks.afterEnsure(call.argument(0));
        } else if (call.is("quiesce") && answer instanceof Map<?, ?> statuses) {
            racks.afterQuiesce(call.argument(0), statuses.values());
        }
    }
}
