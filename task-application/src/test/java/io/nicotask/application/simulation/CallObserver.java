package io.nicotask.application.simulation;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackReservations;
import io.nicotask.application.port.TaskStore;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.StartResult;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.DeliveryOutcome;
import io.nicotask.domain.task.Task;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes every call that reached its port, and every commit, to the invariants. */
final class CallObserver {

    private final InvariantChecker invariants;
    private final TaskInvariants tasks;
    private final RackInvariants racks;
    private final ClaimInvariants claims;
    private final EngineInvariants engine;
    private final Consumer<Task> started;

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
            Consumer<Task> started) {
        this.invariants = invariants;
        this.tasks = tasks;
        this.racks = racks;
        this.claims = claims;
        this.engine = engine;
        this.started = started;
    }

    void begun() {
        tasks.begun();
        racks.begun();
    }

    void committed() {
        tasks.committed();
        racks.committed();
        engine.check();
    }

    void rolledBack() {
        racks.rolledBack();
    }

    /** Runs before a call is made. */
    void asked(PortInterceptor.Call call) {
        if (call.port() == RackHardware.class && !call.is("components")) {
            racks.asked(call.argument(0));
        }
    }

    /** Runs after a call was applied, even if its caller does not get the answer. */
    void onCall(PortInterceptor.Call call, @Nullable Object answer) {
        if (call.port() == WorkflowEngine.class) {
            if (answer instanceof StartResult.Started) {
                engine.started(call.argument(0));
                started.accept(call.argument(0));
            }
        } else if (call.port() == RackHardware.class) {
            onHardwareCall(call);
        } else if (call.port() == WorkflowOutbox.class || call.port() == WorkflowMonitor.class) {
            claims.onCall(call, answer);
            if (call.is("complete")
                    && Boolean.TRUE.equals(answer)
                    && call.argument(1) instanceof DeliveryOutcome.Delivered) {
                engine.acknowledged(call.<Claim>argument(0).task());
            }
        } else if (call.port() == RackLeases.class || call.port() == RackReservations.class) {
            racks.onCall(call, answer);
        } else if (call.port() == TaskStore.class && call.is("update")) {
            tasks.updated(call.argument(1));
        }
    }

    /** Decisions run in transactions; no remote call may. */
    void remoteCallInTransaction(PortInterceptor.Call call) {
        invariants.report(27, call.name() + " was called inside a transaction");
    }

    /** A port rejected a call as a programming error of its caller. */
    void misused(PortInterceptor.Call call, RuntimeException misuse) {
        invariants.report(23, call.name() + " was misused: " + misuse);
    }

    private void onHardwareCall(PortInterceptor.Call call) {
        if (call.is("ensure")) {
            racks.advanced(call.argument(0));
        } else if (call.is("quiesce")) {
            racks.aborted(call.argument(0));
        }
    }
}
