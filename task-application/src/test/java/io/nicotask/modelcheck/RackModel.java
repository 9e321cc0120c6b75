package io.nicotask.modelcheck;

import static io.nicotask.domain.task.TaskStatus.FAILED;
import static io.nicotask.domain.task.TaskStatus.PENDING;
import static io.nicotask.domain.task.TaskStatus.RUNNING;
import static io.nicotask.domain.task.TaskStatus.SUCCEEDED;
import static io.nicotask.domain.task.TaskStatus.TERMINATED;
import static io.nicotask.domain.task.TaskStatus.WAITING;

import io.nicotask.domain.task.TaskStatus;
import io.nicotask.modelcheck.RackModelState.Flow;
import io.nicotask.modelcheck.RackModelState.Handover;
import io.nicotask.modelcheck.RackModelState.Life;
import io.nicotask.modelcheck.RackModelState.Progress;
import io.nicotask.modelcheck.RackModelState.Side;
import io.nicotask.modelcheck.RackModelState.Trigger;
import io.nicotask.modelcheck.RackModelState.Work;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The handover of a rack between tasks: what clients, server, relay, engine and reconcilers may do. */
final class RackModel implements StateModel<RackModelState, RackModelInvariant> {

    private final Set<Safeguard> kept;
    private final RackModelWorkers workers;

    RackModel(Set<Safeguard> kept) {
        this.kept = kept;
        this.workers = new RackModelWorkers(kept);
    }

    /** The safeguards of the protocol; each can be left out. */
    enum Safeguard {
        /** Each write names the states that it may leave. */
        GUARD,
        /** A rack is not free while a lease on it lives. */
        DRAIN,
        /** A run-to-completion step is finished even if its task has ended. */
        FINISH_FIRST,
        /** An attempt whose lease is too old by its own clock makes no more calls. */
        LEASE,
        /** A lease whose work another attempt has taken over is not renewed, but counts until it expires. */
        FORMER_LEASE,
        /** The hardware refuses the fencing token of an earlier reservation. */
        EPOCH,
        /** No call takes longer than the rest of the lease under which it began. */
        SHORT_CALLS,
        /** A reconciler checks racks whose attempts report nothing. */
        RACK_SWEEP
    }

    @Override
    public RackModelState first() {
        return new RackModelState().with(first -> {});
    }

    @Override
    public boolean isSettled(RackModelState world) {
        return world.isSettled();
    }

    @Override
    public List<RackModelInvariant> rulesBroken(RackModelState before, RackModelState after) {
        return Arrays.stream(RackModelInvariant.values())
                .filter(rule -> rule.isBrokenBy(before, after))
                .toList();
    }

    @Override
    public RackModelInvariant nothingIsStuck() {
        return RackModelInvariant.NOTHING_IS_STUCK;
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
            steps.sure("the transaction commits", next -> commit(next, now.handover));
            steps.may("the server crashes in the transaction", next -> next.handover = null);
        }
        return steps.found();
    }

    private void submit(RackModelState now, ModelSteps<RackModelState> steps) {
        if (now.of(Side.A).status == null) {
            steps.sure("A is submitted and gets the rack", next -> begin(next, next.of(Side.A)));
            steps.sure("A is submitted and gets the rack, its step is to be finished first", next -> {
                begin(next, next.of(Side.A));
                next.of(Side.A).finishFirst = true;
            });
        } else if (now.of(Side.B).status == null && now.handover == null) {
            steps.sure("B is submitted", next -> {
                reschedule(next, null, false);
                if (next.isHeld()) {
                    next.of(Side.B).status = WAITING;
                } else {
                    begin(next, next.of(Side.B));
                }
            });
        }
    }

    private static void begin(RackModelState next, Life life) {
        life.status = PENDING;
        next.grant(life);
    }

    private void client(RackModelState now, ModelSteps<RackModelState> steps, Side side) {
        Life life = now.of(side);
        if (life.status != null && !life.isTerminal()) {
            steps.may(side + " is cancelled while " + life.status.label(), next -> end(next.of(side), TERMINATED));
        }
        if (life.isWaiting() && !life.overdue) {
            steps.may("the deadline of " + side + " passes", next -> next.of(side).overdue = true);
        }
    }

    /** Writes a final status, and with it the request to stop work that may have begun. */
    private void end(Life life, TaskStatus as) {
        life.endedWaiting |= life.isWaiting();
        if (write(life, as) && !life.endedWaiting) {
            life.stopRequested = true;
        }
    }

    private boolean write(Life life, TaskStatus to) {
        boolean changes =
                !kept.contains(Safeguard.GUARD) || life.status.successors().contains(to);
        life.status = changes ? to : life.status;
        life.overdue &= life.isWaiting();
        return changes;
    }

    private void engine(RackModelState now, ModelSteps<RackModelState> steps, Side side) {
        Life life = now.of(side);
        if (life.status == PENDING && life.flow == Flow.ABSENT) {
            steps.sure("the relay starts the workflow of " + side, next -> next.of(side).flow = Flow.OPEN);
        }
        if (life.stopRequested && life.flow != Flow.CLOSED) {
            steps.sure("the relay terminates the workflow of " + side, next -> next.of(side).flow = Flow.CLOSED);
        }
        if (side == Side.A && life.flow == Flow.OPEN && !life.isTerminal()) {
            steps.may("an operator terminates the workflow of " + side, next -> next.of(side).flow = Flow.CLOSED);
        }
        if (life.flow == Flow.CLOSED && !life.isTerminal()) {
            steps.sure("the sweep sees the workflow closed and fails " + side, next -> end(next.of(side), FAILED));
        }
        if (life.current.work() == Work.LEFT && life.isTerminal()) {
            steps.sure("the workflow of " + side + " closes", next -> {
                next.of(side).flow = Flow.CLOSED;
                next.of(side).current = life.current.at(Work.NONE);
            });
        }
    }

    private void beginHandover(RackModelState now, ModelSteps<RackModelState> steps) {
        for (Side side : Side.values()) {
            Life life = now.of(side);
            if (life.stopRequested && !life.stopped && life.flow == Flow.CLOSED) {
                read(steps, Trigger.CONFIRM, side);
            }
            if (life.current.work() == Work.BETWEEN_CALLS && !life.current.paused() && life.isThrough()) {
                read(steps, Trigger.LEAVE, side);
            }
            if (life.current.work() == Work.LEFT && life.step == Progress.DONE && life.status == RUNNING) {
                read(steps, Trigger.FINISH, side);
            }
        }
        if (kept.contains(Safeguard.RACK_SWEEP) && mayNeedReconciling(now)) {
            read(steps, Trigger.SWEEP, Side.A);
        }
    }

    private boolean mayNeedReconciling(RackModelState now) {
        Life a = now.of(Side.A);
        Life b = now.of(Side.B);
        boolean toBeFreed = (a.granted && !mayAct(a, false)) || (b.granted && !mayAct(b, false));
        return toBeFreed || (b.isWaiting() && (b.overdue || !now.isHeld()));
    }

    /** Only a transaction that has read B as waiting can be overtaken by a change of B. */
    private void read(ModelSteps<RackModelState> steps, Trigger trigger, Side side) {
        boolean listsB = steps.now().of(Side.B).isWaiting();
        Handover handover = new Handover(trigger, side, listsB);
        if (listsB) {
            steps.sure(handover + ": the transaction reads that B waits", next -> next.handover = handover);
        } else {
            steps.sure(handover.toString(), next -> commit(next, handover));
        }
    }

    /** Writes the trigger's change and reschedules the rack. A stale transaction rolls back, to decide again. */
    private void commit(RackModelState next, Handover handover) {
        next.handover = null;
        Life life = next.of(handover.side());
        boolean stale = handover.listsB() && !next.of(Side.B).isWaiting();
        boolean tooLate = handover.trigger() == Trigger.FINISH && life.isTerminal();
        if ((stale && kept.contains(Safeguard.GUARD)) || tooLate) {
            return;
        }
        switch (handover.trigger()) {
            case CONFIRM -> life.stopped = true;
            case LEAVE -> life.current = life.current.leased(false, false).at(Work.LEFT);
            case FINISH -> end(life, SUCCEEDED);
            case SWEEP -> {}
        }
        reschedule(next, handover.trigger() == Trigger.FINISH ? handover.side() : null, handover.listsB());
    }

    private void reschedule(RackModelState next, @Nullable Side reported, boolean listsB) {
        for (Side side : Side.values()) {
            Life life = next.of(side);
            life.granted &= mayAct(life, side == reported);
        }
        Life b = next.of(Side.B);
        if (listsB && b.overdue) {
            end(b, TERMINATED);
        } else if (listsB && !next.isHeld() && write(b, PENDING)) {
            next.grant(b);
        }
    }

    private boolean mayAct(Life life, boolean reported) {
        boolean leased = life.isLeased() && kept.contains(Safeguard.DRAIN);
        return !life.isTerminal() || leased || !(life.stopped || reported);
    }
}
