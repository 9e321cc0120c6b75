package io.nicotask.modelcheck;

import static io.nicotask.domain.task.TaskStatus.FAILED;
import static io.nicotask.domain.task.TaskStatus.PENDING;
import static io.nicotask.domain.task.TaskStatus.RUNNING;
import static io.nicotask.domain.task.TaskStatus.SUCCEEDED;
import static io.nicotask.domain.task.TaskStatus.TERMINATED;
import static io.nicotask.domain.task.TaskStatus.WAITING;

import io.nicotask.domain.task.TaskStatus;
import io.nicotask.modelcheck.RackModelState.Handover;
import io.nicotask.modelcheck.RackModelState.ModelTask;
import io.nicotask.modelcheck.RackModelState.Progress;
import io.nicotask.modelcheck.RackModelState.Side;
import io.nicotask.modelcheck.RackModelState.Trigger;
import io.nicotask.modelcheck.RackModelState.Work;
import io.nicotask.modelcheck.RackModelState.Workflow;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The handover of a rack between tasks: what clients, server, relay, engine and reconcilers may do. */
final class RackModel implements StateModel<RackModelState, RackModelInvariant> {

    private final Set<Safeguard> safeguards;
    private final RackModelWorkers workers;

    RackModel(Set<Safeguard> safeguards) {
        this.safeguards = safeguards;
        this.workers = new RackModelWorkers(safeguards);
    }

    /** The safeguards of the protocol; each can be left out. */
    enum Safeguard {
        /** Each write names the states that it may leave. */
        GUARD,
        /** A rack is not free while a lease on it lives. */
        DRAIN,
        /** A run-to-completion step is finished even if its task has ended. */
        RUN_TO_COMPLETION,
        /** An attempt whose lease is too old by its own clock makes no more calls. */
        LEASE,
        /** A lease whose work another attempt has taken over is not renewed, but counts until it expires. */
        FORMER_LEASE,
        /** The hardware refuses the fencing token of an earlier reservation. */
        FENCING_TOKEN,
        /** No call takes longer than the rest of the lease under which it began. */
        SHORT_CALLS,
        /** A check is scheduled when the rack may become free by an event that no transaction announces. */
        RACK_RECONCILER
    }

    @Override
    public RackModelState first() {
        return new RackModelState().with(first -> {});
    }

    @Override
    public boolean isSettled(RackModelState state) {
        return state.isSettled();
    }

    @Override
    public List<RackModelInvariant> rulesBroken(RackModelState before, RackModelState after) {
        return Arrays.stream(RackModelInvariant.values())
                .filter(rule -> rule.isBrokenBy(before, after))
                .toList();
    }

    @Override
    public RackModelInvariant noStateIsStuck() {
        return RackModelInvariant.NO_STATE_IS_STUCK;
    }

    @Override
    public List<StateModel.Step<RackModelState>> steps(RackModelState now) {
        ModelSteps<RackModelState> steps = ModelSteps.from(now);
        submit(now, steps);
        for (Side side : Side.values()) {
            client(now, steps, side);
            engine(now, steps, side);
        }
        workers.add(now, steps);
        if (now.handover == null) {
            beginHandover(now, steps);
        } else {
            steps.certain("the transaction commits", next -> commit(next, now.handover));
            steps.may("the server crashes in the transaction", next -> next.handover = null);
        }
        return steps.found();
    }

    private void submit(RackModelState now, ModelSteps<RackModelState> steps) {
        if (now.of(Side.A).status == null) {
            steps.certain("A is submitted and gets the rack", next -> begin(next, next.of(Side.A)));
            steps.certain("A is submitted and gets the rack, its step runs to completion", next -> {
                begin(next, next.of(Side.A));
                next.of(Side.A).runToCompletion = true;
            });
        } else if (now.of(Side.B).status == null && now.handover == null) {
            steps.certain("B is submitted", next -> {
                reschedule(next, null, false);
                if (next.isHeld()) {
                    next.of(Side.B).status = WAITING;
                    scheduleCheck(next);
                } else {
                    begin(next, next.of(Side.B));
                }
            });
        }
    }

    private static void begin(RackModelState next, ModelTask task) {
        task.status = PENDING;
        next.grant(task);
    }

    private void client(RackModelState now, ModelSteps<RackModelState> steps, Side side) {
        ModelTask task = now.of(side);
        if (task.status != null && !task.isTerminal()) {
            steps.may(side + " is cancelled while " + task.status.label(), next -> end(next.of(side), TERMINATED));
        }
        if (task.isWaiting() && !task.overdue) {
            steps.may("the deadline of " + side + " passes", next -> next.of(side).overdue = true);
        }
    }

    /** Writes a final status, and with it the request to stop work that may have begun. */
    private void end(ModelTask task, TaskStatus as) {
        task.endedWaiting |= task.isWaiting();
        if (write(task, as) && !task.endedWaiting) {
            task.stopRequested = true;
        }
    }

    private boolean write(ModelTask task, TaskStatus to) {
        boolean changes = !safeguards.contains(Safeguard.GUARD)
                || task.status.successors().contains(to);
        task.status = changes ? to : task.status;
        task.overdue &= task.isWaiting();
        return changes;
    }

    private void engine(RackModelState now, ModelSteps<RackModelState> steps, Side side) {
        ModelTask task = now.of(side);
        if (task.status == PENDING && task.workflow == Workflow.ABSENT) {
            steps.certain("the relay starts the workflow of " + side, next -> next.of(side).workflow = Workflow.OPEN);
        }
        if (task.stopRequested && task.workflow != Workflow.CLOSED) {
            steps.certain(
                    "the relay terminates the workflow of " + side, next -> next.of(side).workflow = Workflow.CLOSED);
        }
        if (side == Side.A && task.workflow == Workflow.OPEN && !task.isTerminal()) {
            steps.may(
                    "an operator terminates the workflow of " + side, next -> next.of(side).workflow = Workflow.CLOSED);
        }
        if (task.workflow == Workflow.CLOSED && !task.isTerminal()) {
            steps.certain(
                    "the reconciler sees the workflow closed and fails " + side, next -> end(next.of(side), FAILED));
        }
        if (task.current.work() == Work.LEFT && task.isTerminal()) {
            steps.certain("the workflow of " + side + " closes", next -> {
                next.of(side).workflow = Workflow.CLOSED;
                next.of(side).current = task.current.at(Work.NONE);
            });
        }
    }

    private void beginHandover(RackModelState now, ModelSteps<RackModelState> steps) {
        for (Side side : Side.values()) {
            ModelTask task = now.of(side);
            if (task.stopRequested && !task.stopped && task.workflow == Workflow.CLOSED) {
                read(steps, Trigger.CONFIRM, side);
            }
            if (task.current.work() == Work.BETWEEN_CALLS && !task.current.paused() && task.hasNothingLeft()) {
                read(steps, Trigger.LEAVE, side);
            }
            if (task.current.work() == Work.LEFT && task.step == Progress.DONE && task.status == RUNNING) {
                read(steps, Trigger.FINISH, side);
            }
        }
        if (now.checkScheduled && isCheckDue(now)) {
            read(steps, Trigger.RECONCILER, Side.A);
        }
    }

    /** A lease has expired, or a deadline has passed. */
    private static boolean isCheckDue(RackModelState now) {
        return now.of(Side.B).overdue
                || Arrays.stream(Side.values())
                        .map(now::of)
                        .anyMatch(task -> task.granted && task.isTerminal() && !task.isLeased());
    }

    /** Only a transaction that has read B as waiting can be overtaken by a change of B. */
    private void read(ModelSteps<RackModelState> steps, Trigger trigger, Side side) {
        boolean listsB = steps.now().of(Side.B).isWaiting();
        Handover handover = new Handover(trigger, side, listsB);
        if (listsB) {
            steps.certain(handover + ": the transaction reads that B waits", next -> next.handover = handover);
        } else {
            steps.certain(handover.toString(), next -> commit(next, handover));
        }
    }

    /** Writes the trigger's change and reschedules the rack. A stale transaction rolls back, to decide again. */
    private void commit(RackModelState next, Handover handover) {
        next.handover = null;
        ModelTask task = next.of(handover.side());
        boolean stale = handover.listsB() && !next.of(Side.B).isWaiting();
        boolean tooLate = handover.trigger() == Trigger.FINISH && task.isTerminal();
        if ((stale && safeguards.contains(Safeguard.GUARD)) || tooLate) {
            return;
        }
        switch (handover.trigger()) {
            case CONFIRM -> task.stopped = true;
            case LEAVE -> {
                task.current = task.current.withLease(false, false).at(Work.LEFT);
                if (!task.isTerminal()) {
                    return;
                }
            }
            case FINISH -> end(task, SUCCEEDED);
            case RECONCILER -> {}
        }
        reschedule(next, handover.trigger() == Trigger.FINISH ? handover.side() : null, handover.listsB());
    }

    private void reschedule(RackModelState next, @Nullable Side reported, boolean listsB) {
        for (Side side : Side.values()) {
            ModelTask task = next.of(side);
            task.granted &= mayAct(task, side == reported);
        }
        ModelTask b = next.of(Side.B);
        if (listsB && b.overdue) {
            end(b, TERMINATED);
        } else if (listsB && !next.isHeld() && write(b, PENDING)) {
            next.grant(b);
        }
        scheduleCheck(next);
    }

    private void scheduleCheck(RackModelState next) {
        boolean mayBeFreed = Arrays.stream(Side.values())
                .map(next::of)
                .anyMatch(task -> task.granted && task.isTerminal() && task.isLeased());
        next.checkScheduled = safeguards.contains(Safeguard.RACK_RECONCILER)
                && (mayBeFreed || next.of(Side.B).isWaiting());
    }

    private boolean mayAct(ModelTask task, boolean reported) {
        boolean leased = task.isLeased() && safeguards.contains(Safeguard.DRAIN);
        return !task.isTerminal() || leased || !(task.stopped || reported);
    }
}
