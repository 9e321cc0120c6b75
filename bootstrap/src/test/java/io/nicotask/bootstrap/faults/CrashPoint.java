package io.nicotask.bootstrap.faults;

import static io.nicotask.faults.Fault.CANCEL_BEFORE_START;
import static io.nicotask.faults.Fault.CANCEL_BEFORE_START_IS_KNOWN;
import static io.nicotask.faults.Fault.CRASH_AFTER_COMMIT;
import static io.nicotask.faults.Fault.CRASH_AFTER_TERMINATE;
import static io.nicotask.faults.Fault.CRASH_BEFORE_COMMIT;
import static io.nicotask.faults.Fault.CRASH_BEFORE_CONFIRMING;

import io.nicotask.application.port.Ports;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.bootstrap.PortOverride;
import io.nicotask.faults.Fault;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** A point at which a process halts, as if its host had failed. */
enum CrashPoint {
    BEFORE_START(false, "start", Side.BEFORE),
    AFTER_START(false, "start", Side.AFTER),
    BEFORE_START_IS_COMPLETED(false, "complete", Side.BEFORE),
    BEFORE_COMMIT(true, "inTransaction", Side.AFTER_WORK),
    AFTER_COMMIT(true, "inTransaction", Side.AFTER),
    BEFORE_RESPONSE(true, "answer", Side.BEFORE),
    BEFORE_TERMINATE(true, "terminate", Side.BEFORE),
    AFTER_TERMINATE(true, "terminate", Side.AFTER),
    AFTER_DESCRIBE(true, "describe", Side.AFTER),
    BEFORE_CONFIRMING(true, "complete", Side.BEFORE),
    BEFORE_CONFIRMING_IS_COMMITTED(true, "complete", Side.AFTER),
    BEFORE_TOMBSTONE(true, "placeTombstone", Side.BEFORE),
    AFTER_TOMBSTONE(true, "placeTombstone", Side.AFTER);

    /** The exit code of the halted process. */
    static final int CRASHED = 70;

    private final boolean inCancel;
    private final String method;
    private final Side side;

    CrashPoint(boolean inCancel, String method, Side side) {
        this.inCancel = inCancel;
        this.method = method;
        this.side = side;
    }

    /** Returns the row of the fault matrix. The test cancels a task whose start was halted, which gives those rows. */
    Fault matrixRow() {
        return switch (this) {
            case BEFORE_START -> CANCEL_BEFORE_START;
            case AFTER_START, BEFORE_START_IS_COMPLETED -> CANCEL_BEFORE_START_IS_KNOWN;
            case BEFORE_COMMIT -> CRASH_BEFORE_COMMIT;
            case AFTER_COMMIT, BEFORE_RESPONSE, BEFORE_TERMINATE -> CRASH_AFTER_COMMIT;
            case AFTER_TERMINATE, AFTER_DESCRIBE -> CRASH_AFTER_TERMINATE;
            case BEFORE_TOMBSTONE, AFTER_TOMBSTONE, BEFORE_CONFIRMING, BEFORE_CONFIRMING_IS_COMMITTED ->
                CRASH_BEFORE_CONFIRMING;
        };
    }

    /** Whether the point is in a cancel; the others are in a start. */
    boolean isInCancel() {
        return inCancel;
    }

    /** Whether the task's workflow must have been started. */
    boolean needsWorkflow() {
        return inCancel && !method.equals("placeTombstone");
    }

    /** Decorates the port that has this point, if any. */
    Ports in(Ports ports) {
        return new Ports(
                ports.tasks(),
                ports.racks(),
                ports.leases(),
                ports.unfinishedSteps(),
                PortOverride.method(WorkflowOutbox.class, ports.outbox(), method, this::crashInstead),
                ports.audit(),
                ports.keys(),
                ports.access(),
                PortOverride.method(Transactions.class, ports.transactions(), method, this::crashInstead),
                ports.conflicts(),
                ports.clock());
    }

    WorkflowEngine in(WorkflowEngine engine) {
        return PortOverride.method(WorkflowEngine.class, engine, method, this::crashInstead);
    }

    /** Called after the decision and before its response. */
    void beforeResponse() {
        if (this == BEFORE_RESPONSE) {
            crash();
        }
    }

    private Object crashInstead(Object[] arguments, Callable<Object> real) throws Exception {
        switch (side) {
            case BEFORE -> crash();
            case AFTER -> {
                real.call();
                crash();
            }
            case AFTER_WORK -> {
                Supplier<?> work = (Supplier<?>) arguments[0];
                arguments[0] = (Supplier<Object>) () -> crashAfter(work);
                real.call();
            }
        }
        throw new IllegalStateException("The process continues after its halt");
    }

    private static Object crashAfter(Supplier<?> work) {
        Object done = work.get();
        crash();
        return done;
    }

    private static void crash() {
        Runtime.getRuntime().halt(CRASHED);
    }

    private enum Side {
        BEFORE,
        AFTER,

        /** After all work of a transaction, before its commit. */
        AFTER_WORK
    }
}
