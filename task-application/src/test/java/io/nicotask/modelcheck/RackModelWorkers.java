package io.nicotask.modelcheck;

import static io.nicotask.domain.task.TaskStatus.PENDING;
import static io.nicotask.domain.task.TaskStatus.RUNNING;

import io.nicotask.modelcheck.RackModel.Safeguard;
import io.nicotask.modelcheck.RackModelState.Attempt;
import io.nicotask.modelcheck.RackModelState.Flow;
import io.nicotask.modelcheck.RackModelState.Handover;
import io.nicotask.modelcheck.RackModelState.Life;
import io.nicotask.modelcheck.RackModelState.Progress;
import io.nicotask.modelcheck.RackModelState.Side;
import io.nicotask.modelcheck.RackModelState.Trigger;
import io.nicotask.modelcheck.RackModelState.Work;
import java.util.Set;

/** What the workers may do, and what faults may hit them. A heartbeat is no step: an unrenewed lease expires. */
final class RackModelWorkers {

    private final Set<Safeguard> kept;

    RackModelWorkers(Set<Safeguard> kept) {
        this.kept = kept;
    }

    void add(RackModelState now, ModelSteps<RackModelState> steps) {
        for (Side side : Side.values()) {
            take(now, steps, side);
            current(now, steps, side);
            former(now, steps, side);
            lapse(now, steps, side);
        }
        misfortune(now, steps);
    }

    /** An attempt passes the gate and takes its lease in one transaction, or leaves at once. */
    private void take(RackModelState now, ModelSteps<RackModelState> steps, Side side) {
        Life life = now.of(side);
        boolean free = life.current.work() == Work.NONE;
        if (life.flow == Flow.OPEN && free && life.isTerminal()) {
            steps.sure("a worker of " + side + " is turned away at the gate", next -> {
                next.of(side).current = life.current.at(Work.LEFT);
            });
        } else if (life.flow == Flow.OPEN && free && (!life.current.leased() || isGone(life.former))) {
            steps.sure("a worker of " + side + " passes the gate", next -> takeOver(next.of(side)));
        } else if (life.flow == Flow.OPEN && life.current.paused() && isGone(life.former) && !life.isTerminal()) {
            steps.sure(
                    "another worker of " + side + " takes over and passes the gate", next -> takeOver(next.of(side)));
        }
    }

    private void takeOver(Life next) {
        if (!isGone(next.current)) {
            next.former = next.current.leased(kept.contains(Safeguard.FORMER_LEASE), next.current.young());
        }
        next.status = next.status == PENDING ? RUNNING : next.status;
        next.current = Attempt.BEGUN;
    }

    private void current(RackModelState now, ModelSteps<RackModelState> steps, Side side) {
        Attempt attempt = now.of(side).current;
        if (attempt.paused()) {
            steps.may("the worker of " + side + " goes on", next -> next.of(side).current = attempt.paused(false));
        } else if (attempt.isInACall()) {
            steps.sure("the call of " + side + " arrives at the hardware", next -> {
                next.of(side).current = attempt.at(effect(next, side, attempt));
            });
        } else if (attempt.work() == Work.BETWEEN_CALLS && !isLeaving(now, side)) {
            betweenCalls(now.of(side), steps, side);
        }
    }

    private void betweenCalls(Life life, ModelSteps<RackModelState> steps, Side side) {
        Attempt attempt = life.current;
        String worker = "the worker of " + side;
        if (mayCall(attempt) && !life.isDone()) {
            steps.sure(worker + " begins a call", next -> next.of(side).current = attempt.at(Work.CALLING));
        }
        if (mayCall(attempt) && mayAbort(life)) {
            steps.sure(worker + " learns of the end at its beat, and begins to abort", next -> {
                next.of(side).current = attempt.at(Work.ABORTING);
            });
        }
        if (!attempt.young()) {
            steps.sure(worker + " finds its lease too old, and leaves", next -> {
                next.of(side).current = attempt.at(Work.NONE);
            });
        }
    }

    /** An attempt that continues until it learns that another has taken over its work. */
    private void former(RackModelState now, ModelSteps<RackModelState> steps, Side side) {
        Attempt attempt = now.of(side).former;
        String worker = "the former worker of " + side;
        if (attempt.paused()) {
            steps.may(worker + " goes on", next -> next.of(side).former = attempt.paused(false));
        } else if (attempt.isInACall()) {
            steps.sure("the call of " + worker + " arrives at the hardware", next -> {
                next.of(side).former = attempt.at(effect(next, side, attempt));
            });
        } else if (attempt.work() == Work.BETWEEN_CALLS) {
            steps.sure(worker + " learns that its work is another's, and leaves", next -> {
                next.of(side).former = Attempt.NONE;
            });
            if (mayCall(attempt)) {
                steps.may(worker + " begins a call", next -> next.of(side).former = attempt.at(Work.CALLING));
            }
        }
    }

    /** Carries out the call, or refuses it; returns what the attempt does next. */
    private Work effect(RackModelState next, Side side, Attempt attempt) {
        Life life = next.of(side);
        boolean mustBeFinished = life.finishFirst && life.step == Progress.HALF;
        if (kept.contains(Safeguard.EPOCH) && life.epoch < next.seen) {
            life.cutOff |= mustBeFinished && attempt.young();
            return Work.NONE;
        }
        next.overlapped |= life.epoch < next.seen;
        next.seen = Math.max(next.seen, life.epoch);
        boolean aborts = attempt.work() == Work.ABORTING && life.step == Progress.HALF;
        life.cutOff |= mustBeFinished && aborts;
        life.step = aborts ? Progress.ABORTED : life.step.next();
        return Work.BETWEEN_CALLS;
    }

    /** A lease that is not renewed expires; an older one that was taken over expires first. */
    private void lapse(RackModelState now, ModelSteps<RackModelState> steps, Side side) {
        Attempt current = now.of(side).current;
        Attempt former = now.of(side).former;
        boolean prolonged = current.work().acts() && !current.paused();
        if (current.leased() && !prolonged && !former.young() && mayLapse(current)) {
            steps.sure(
                    "the lease of " + side + " lapses", next -> next.of(side).current = current.leased(false, false));
        }
        if ((former.leased() || former.young()) && mayLapse(former)) {
            steps.sure("the former lease of " + side + " lapses", next -> {
                next.of(side).former = former.leased(false, false);
            });
        }
    }

    /** Faults hit A only; B shows whether they harm the next task. */
    private void misfortune(RackModelState now, ModelSteps<RackModelState> steps) {
        Life life = now.of(Side.A);
        Attempt attempt = life.current;
        if (!attempt.work().acts() || isLeaving(now, Side.A)) {
            return;
        }
        steps.may(
                "the worker of A crashes",
                next -> next.of(Side.A).current = attempt.at(Work.NONE).paused(false));
        if (attempt.work() == Work.BETWEEN_CALLS && !attempt.paused() && life.isThrough()) {
            steps.may("the worker of A cannot give its lease back", next -> {
                next.of(Side.A).current = attempt.at(Work.LEFT);
            });
        }
        if (isGone(life.former) && !attempt.paused() && mayLapse(attempt)) {
            steps.may("the worker of A is paused", next -> next.of(Side.A).current = attempt.paused(true));
        }
        if (isGone(life.former) && life.flow == Flow.OPEN && !life.isTerminal()) {
            steps.may("the engine hears nothing of the worker of A, and another takes over", next -> {
                takeOver(next.of(Side.A));
            });
        }
    }

    private static boolean isLeaving(RackModelState now, Side side) {
        return now.handover != null && now.handover.equals(new Handover(Trigger.LEAVE, side, true));
    }

    private static boolean isGone(Attempt attempt) {
        return attempt.work() == Work.NONE && !attempt.leased();
    }

    private boolean mayCall(Attempt attempt) {
        return attempt.young() || !kept.contains(Safeguard.LEASE);
    }

    private boolean mayAbort(Life life) {
        boolean mayBeCutOff = !life.finishFirst || !kept.contains(Safeguard.FINISH_FIRST);
        return life.isTerminal() && life.step == Progress.HALF && mayBeCutOff;
    }

    private boolean mayLapse(Attempt attempt) {
        return !(attempt.isInACall() && kept.contains(Safeguard.SHORT_CALLS));
    }
}
