package io.nicotask.bootstrap.faults;

import static io.nicotask.faults.Fault.CANCEL_BEFORE_START;
import static io.nicotask.faults.Fault.CANCEL_BEFORE_START_IS_KNOWN;
import static io.nicotask.faults.Fault.CRASH_AFTER_COMMIT;
import static io.nicotask.faults.Fault.CRASH_AFTER_TERMINATE;
import static io.nicotask.faults.Fault.CRASH_BEFORE_COMMIT;
import static io.nicotask.faults.Fault.CRASH_BEFORE_CONFIRMING;

import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.bootstrap.PortOverride;
import io.nicotask.faults.Fault;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** A point at which a process halts, as if its host had failed. */
enum CrashPoint {
    BEFORE_START(false, "start", Side.BEFORE),
    AFTER_START(false, "start", Side.AFTER),
    BEFORE_START_IS_COMPLETED(false, "write", Side.BEFORE),
    BEFORE_DECISION(true, "decide", Side.BEFORE),
    BEFORE_COMMIT(true, "decide", Side.BEFORE_COMMIT),
    AFTER_COMMIT(true, "decide", Side.AFTER),
    BEFORE_RESPONSE(true, "answer", Side.BEFORE),
    BEFORE_TERMINATE(true, "terminate", Side.BEFORE),
    AFTER_TERMINATE(true, "terminate", Side.AFTER),
    AFTER_DESCRIBE(true, "describe", Side.AFTER),
    BEFORE_CONFIRMING(true, "decideOnRack", Side.BEFORE),
    BEFORE_CONFIRMING_IS_COMMITTED(true, "decideOnRack", Side.BEFORE_COMMIT),
    AFTER_CONFIRMING(true, "decideOnRack", Side.AFTER),
    BEFORE_TOMBSTONE(true, "placeTombstone", Side.BEFORE),
    AFTER_TOMBSTONE(true, "placeTombstone", Side.AFTER);

    /** The index of the decision among the arguments of the storage's methods. */
    private static final int DECISION = 2;

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
            case BEFORE_DECISION, BEFORE_COMMIT -> CRASH_BEFORE_COMMIT;
            case AFTER_COMMIT, BEFORE_RESPONSE, BEFORE_TERMINATE, AFTER_CONFIRMING -> CRASH_AFTER_COMMIT;
            case AFTER_TERMINATE, AFTER_DESCRIBE -> CRASH_AFTER_TERMINATE;
            case BEFORE_TOMBSTONE, AFTER_TOMBSTONE, BEFORE_CONFIRMING, BEFORE_CONFIRMING_IS_COMMITTED ->
                CRASH_BEFORE_CONFIRMING;
        };
    }

    /** Whether the point is in a cancel; the others are in a start. */
    boolean isInCancel() {
        return inCancel;
    }

    /** Whether the cancel has been committed by then. */
    boolean isDecided() {
        return inCancel && this != BEFORE_DECISION && this != BEFORE_COMMIT;
    }

    /** Whether the task's workflow must have been started. */
    boolean needsWorkflow() {
        return inCancel && !method.equals("placeTombstone");
    }

    /** Decorates the port that has this point, if any. */
    Ports in(Ports ports) {
        return PortOverride.with(
                ports, PortOverride.method(TaskStorage.class, ports.storage(), method, this::crashInstead));
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
            case BEFORE_COMMIT -> {
                arguments[DECISION] = ((Function<?, ?>) arguments[DECISION]).andThen(CrashPoint::crashInstead);
                real.call();
            }
        }
        throw new IllegalStateException("The process continues after its halt");
    }

    private static Object crashInstead(Object decided) {
        crash();
        return decided;
    }

    private static void crash() {
        Runtime.getRuntime().halt(CRASHED);
    }

    private enum Side {
        BEFORE,
        AFTER,

        /** In a decision, under its locks and before it is written. */
        BEFORE_COMMIT
    }
}
