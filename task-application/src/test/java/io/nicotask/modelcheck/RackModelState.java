package io.nicotask.modelcheck;

import io.nicotask.domain.task.TaskStatus;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of one rack and of two tasks that conflict there. */
final class RackModelState extends ModelState<RackModelState> {

    private ModelTask a = new ModelTask();
    private ModelTask b = new ModelTask();

    /** The number of reservations of the rack so far. */
    int grants;

    /** Whether a check of the rack is scheduled, for when a lease expires or a deadline passes. */
    boolean checkScheduled;

    /** The transaction that holds the rack's lock, or null. */
    @Nullable
    Handover handover;

    /** The highest fencing token that the hardware has seen, and whether a lower one took effect after it. */
    int highestSeen;

    boolean overlapped;

    ModelTask of(Side side) {
        return side == Side.A ? a : b;
    }

    boolean isHeld() {
        return a.granted || b.granted;
    }

    void grant(ModelTask task) {
        grants++;
        task.granted = true;
        task.fencingToken = grants;
    }

    boolean isSettled() {
        return handover == null && a.isSettled() && b.isSettled();
    }

    @Override
    RackModelState copy() {
        RackModelState copy = super.copy();
        copy.a = a.copy();
        copy.b = b.copy();
        return copy;
    }

    @Override
    List<@Nullable Object> fields() {
        a.freeze();
        b.freeze();
        return Arrays.asList(a, b, grants, checkScheduled, handover, highestSeen, overlapped);
    }

    /** The task that comes first, and the one that is submitted after it. */
    enum Side {
        A,
        B
    }

    /**
     * A transaction in which the rack may become free. What it has read may be stale when it writes.
     *
     * @param listsB whether it has read B as waiting
     */
    record Handover(Trigger trigger, Side side, boolean listsB) {

        @Override
        public String toString() {
            return switch (trigger) {
                case CONFIRM -> "the relay confirms the stop of " + side;
                case LEAVE -> "the worker of " + side + " releases its lease";
                case FINISH -> "the workflow of " + side + " reports Succeeded";
                case RECONCILER -> "the reconciler checks the rack";
            };
        }
    }

    /** Why a transaction may free the rack. */
    enum Trigger {
        CONFIRM,
        LEAVE,
        FINISH,
        /** A lease has expired, or a deadline has passed. */
        RECONCILER
    }

    /** One task with its reservation, its workflow and its attempts. */
    static final class ModelTask extends ModelState<ModelTask> {

        /** The stored status; null before the task is submitted. */
        @Nullable
        TaskStatus status;

        /** Whether its deadline in the queue has passed, and whether it ended while waiting. */
        boolean overdue;

        boolean endedWaiting;

        /** Its reservation of the rack: whether it holds it, and its fencing token, or 0. */
        boolean granted;

        int fencingToken;

        /** The workflow, whether its stop was requested, and whether the stop was confirmed. */
        Workflow workflow = Workflow.ABSENT;

        boolean stopRequested;
        boolean stopped;

        /** The one step of its work, which takes two calls, and whether it was cut off though it runs to completion. */
        Progress step = Progress.FRESH;

        boolean runToCompletion;
        boolean cutOff;

        /** The attempt at work, and the attempt that it has taken the work over from. */
        Attempt current = Attempt.NONE;

        Attempt former = Attempt.NONE;

        boolean isTerminal() {
            return status != null && status.isTerminal();
        }

        boolean isWaiting() {
            return status == TaskStatus.WAITING;
        }

        boolean isLeased() {
            return current.leased() || former.leased();
        }

        boolean isDone() {
            return step == Progress.DONE || step == Progress.ABORTED;
        }

        /** Whether the attempt may leave: nothing that it has begun is unfinished. */
        boolean hasNothingLeft() {
            return isDone() || (step == Progress.FRESH && isTerminal());
        }

        /** An attempt that is paused for good counts as ended. */
        private boolean isSettled() {
            return isTerminal()
                    && !granted
                    && workflow != Workflow.OPEN
                    && stopRequested == stopped
                    && !isLeased()
                    && (current.work() == Work.NONE || current.paused())
                    && (former.work() == Work.NONE || former.paused());
        }

        @Override
        List<@Nullable Object> fields() {
            return Arrays.asList(
                    status,
                    overdue,
                    endedWaiting,
                    granted,
                    fencingToken,
                    workflow,
                    stopRequested,
                    stopped,
                    step,
                    runToCompletion,
                    cutOff,
                    current,
                    former);
        }
    }

    /**
     * One attempt of a worker.
     *
     * @param paused whether its process is paused
     * @param leased whether its lease lives by the store's clock
     * @param young whether its lease is young enough by its own clock
     */
    record Attempt(Work work, boolean paused, boolean leased, boolean young) {

        static final Attempt NONE = new Attempt(Work.NONE, false, false, false);
        static final Attempt BEGUN = new Attempt(Work.BETWEEN_CALLS, false, true, true);

        Attempt at(Work now) {
            return new Attempt(now, paused, leased, young && now.acts());
        }

        Attempt paused(boolean now) {
            return new Attempt(work, now, leased, young);
        }

        /** The attempt with its lease as the store and as itself see it. */
        Attempt withLease(boolean inStore, boolean byItself) {
            return new Attempt(work, paused, inStore, byItself);
        }

        boolean isInACall() {
            return work == Work.CALLING || work == Work.ABORTING;
        }
    }

    enum Work {
        NONE,
        BETWEEN_CALLS,
        CALLING,
        ABORTING,
        /** The attempt has ended; its workflow continues. */
        LEFT;

        boolean acts() {
            return this == BETWEEN_CALLS || this == CALLING || this == ABORTING;
        }
    }

    enum Workflow {
        ABSENT,
        OPEN,
        CLOSED
    }

    enum Progress {
        FRESH,
        HALF,
        DONE,
        ABORTED;

        Progress next() {
            return switch (this) {
                case FRESH -> HALF;
                case HALF -> DONE;
                case DONE, ABORTED -> this;
            };
        }
    }
}
