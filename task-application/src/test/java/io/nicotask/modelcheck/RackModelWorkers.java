package io.nicotask.modelcheck;

import static io.nicotask.domain.task.TaskStatus.PENDING;
import static io.nicotask.domain.task.TaskStatus.RUNNING;

import io.nicotask.modelcheck.RackModel.Safeguard;
import io.nicotask.modelcheck.RackModelState.Attempt;
import io.nicotask.modelcheck.RackModelState.Handover;
import io.nicotask.modelcheck.RackModelState.ModelTask;
import io.nicotask.modelcheck.RackModelState.Progress;
import io.nicotask.modelcheck.RackModelState.Side;
import io.nicotask.modelcheck.RackModelState.Trigger;
import io.nicotask.modelcheck.RackModelState.Work;
import io.nicotask.modelcheck.RackModelState.Workflow;
import java.util.Set;

/** What the workers may do, and what faults may hit them. A heartbeat is no step: an unrenewed lease expires. */
final class RackModelWorkers {

    private final Set<Safeguard> safeguards;

    RackModelWorkers(Set<Safeguard> safeguards) {
        this.safeguards = safeguards;
    }

    void add(RackModelState now, ModelSteps<RackModelState> steps) {
        for (Side side : Side.values()) {
            take(now, steps, side);
            current(now, steps, side);
            former(now, steps, side);
            expire(now, steps, side);
        }
        faults(now, steps);
    }

    /** An attempt passes the gate and takes its lease in one transaction, or leaves at once. */
    private void take(RackModelState now, ModelSteps<RackModelState> steps, Side side) {
        ModelTask task = now.of(side);
        boolean free = task.current.work() == Work.NONE;
        if (task.workflow == Workflow.OPEN && free && task.isTerminal()) {
            steps.certain("a worker of " + side + " is refused at the gate", next -> {
                next.of(side).current = task.current.at(Work.LEFT);
            });
        } else if (task.workflow == Workflow.OPEN && free && (!task.current.leased() || hasLeft(task.former))) {
            steps.certain("a worker of " + side + " passes the gate", next -> takeOver(next.of(side)));
        } else if (task.workflow == Workflow.OPEN
                && task.current.paused()
                && hasLeft(task.former)
                && !task.isTerminal()) {
            steps.certain(
                    "another worker of " + side + " takes over and passes the gate", next -> takeOver(next.of(side)));
        }
    }

    private void takeOver(ModelTask next) {
        if (!hasLeft(next.current)) {
            next.former = next.current.withLease(safeguards.contains(Safeguard.FORMER_LEASE), next.current.young());
        }
        next.status = next.status == PENDING ? RUNNING : next.status;
        next.current = Attempt.BEGUN;
    }

    private void current(RackModelState now, ModelSteps<RackModelState> steps, Side side) {
        Attempt attempt = now.of(side).current;
        if (attempt.paused()) {
            steps.may("the worker of " + side + " continues", next -> next.of(side).current = attempt.paused(false));
        } else if (attempt.isInACall()) {
            steps.certain("the call of " + side + " arrives at the hardware", next -> {
                next.of(side).current = attempt.at(effect(next, side, attempt));
            });
        } else if (attempt.work() == Work.BETWEEN_CALLS && !isLeaving(now, side)) {
            betweenCalls(now.of(side), steps, side);
        }
    }

    private void betweenCalls(ModelTask task, ModelSteps<RackModelState> steps, Side side) {
        Attempt attempt = task.current;
        String worker = "the worker of " + side;
        if (mayCall(attempt) && !task.isDone()) {
            steps.certain(worker + " begins a call", next -> next.of(side).current = attempt.at(Work.CALLING));
        }
        if (mayCall(attempt) && mayAbort(task)) {
            steps.certain(worker + " learns of the end at its heartbeat, and begins to cut off the step", next -> {
                next.of(side).current = attempt.at(Work.ABORTING);
            });
        }
        if (!attempt.young()) {
            steps.certain(worker + " finds its lease too old, and leaves", next -> {
                next.of(side).current = attempt.at(Work.NONE);
            });
        }
    }

    /** An attempt that continues until it learns that another has taken over its work. */
    private void former(RackModelState now, ModelSteps<RackModelState> steps, Side side) {
        Attempt attempt = now.of(side).former;
        String worker = "the former worker of " + side;
        if (attempt.paused()) {
            steps.may(worker + " continues", next -> next.of(side).former = attempt.paused(false));
        } else if (attempt.isInACall()) {
            steps.certain("the call of " + worker + " arrives at the hardware", next -> {
                next.of(side).former = attempt.at(effect(next, side, attempt));
            });
        } else if (attempt.work() == Work.BETWEEN_CALLS) {
            steps.certain(worker + " learns that another has taken over, and leaves", next -> {
                next.of(side).former = Attempt.NONE;
            });
            if (mayCall(attempt)) {
                steps.may(worker + " begins a call", next -> next.of(side).former = attempt.at(Work.CALLING));
            }
        }
    }

    /** Carries out the call, or refuses it; returns what the attempt does next. */
    private Work effect(RackModelState next, Side side, Attempt attempt) {
        ModelTask task = next.of(side);
        boolean mustBeFinished = task.runToCompletion && task.step == Progress.HALF;
        if (safeguards.contains(Safeguard.FENCING_TOKEN) && task.fencingToken < next.highestSeen) {
            task.cutOff |= mustBeFinished && attempt.young();
            return Work.NONE;
        }
        next.overlapped |= task.fencingToken < next.highestSeen;
        next.highestSeen = Math.max(next.highestSeen, task.fencingToken);
        boolean aborts = attempt.work() == Work.ABORTING && task.step == Progress.HALF;
        task.cutOff |= mustBeFinished && aborts;
        task.step = aborts ? Progress.ABORTED : task.step.next();
        return Work.BETWEEN_CALLS;
    }

    /** A lease that is not renewed expires; an older one that was taken over expires first. */
    private void expire(RackModelState now, ModelSteps<RackModelState> steps, Side side) {
        Attempt current = now.of(side).current;
        Attempt former = now.of(side).former;
        boolean prolonged = current.work().acts() && !current.paused();
        if (current.leased() && !prolonged && !former.young() && mayExpire(current)) {
            steps.certain(
                    "the lease of " + side + " expires",
                    next -> next.of(side).current = current.withLease(false, false));
        }
        if ((former.leased() || former.young()) && mayExpire(former)) {
            steps.certain("the former lease of " + side + " expires", next -> {
                next.of(side).former = former.withLease(false, false);
            });
        }
    }

    /** Faults hit A only; B shows whether they harm the next task. */
    private void faults(RackModelState now, ModelSteps<RackModelState> steps) {
        ModelTask task = now.of(Side.A);
        Attempt attempt = task.current;
        if (!attempt.work().acts() || isLeaving(now, Side.A)) {
            return;
        }
        steps.may(
                "the worker of A crashes",
                next -> next.of(Side.A).current = attempt.at(Work.NONE).paused(false));
        if (attempt.work() == Work.BETWEEN_CALLS && !attempt.paused() && task.hasNothingLeft()) {
            steps.may("the worker of A cannot release its lease", next -> {
                next.of(Side.A).current = attempt.at(Work.LEFT);
            });
        }
        if (hasLeft(task.former) && !attempt.paused() && mayExpire(attempt)) {
            steps.may("the worker of A is paused", next -> next.of(Side.A).current = attempt.paused(true));
        }
        if (hasLeft(task.former) && task.workflow == Workflow.OPEN && !task.isTerminal()) {
            steps.may("the engine gets no heartbeat from the worker of A, and another takes over", next -> {
                takeOver(next.of(Side.A));
            });
        }
    }

    private static boolean isLeaving(RackModelState now, Side side) {
        return now.handover != null && now.handover.equals(new Handover(Trigger.LEAVE, side, true));
    }

    private static boolean hasLeft(Attempt attempt) {
        return attempt.work() == Work.NONE && !attempt.leased();
    }

    private boolean mayCall(Attempt attempt) {
        return attempt.young() || !safeguards.contains(Safeguard.LEASE);
    }

    private boolean mayAbort(ModelTask task) {
        boolean mayBeCutOff = !task.runToCompletion || !safeguards.contains(Safeguard.RUN_TO_COMPLETION);
        return task.isTerminal() && task.step == Progress.HALF && mayBeCutOff;
    }

    private boolean mayExpire(Attempt attempt) {
        return !(attempt.isInACall() && safeguards.contains(Safeguard.SHORT_CALLS));
    }
}
