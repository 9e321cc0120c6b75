package io.nicotask.modelcheck;

import static io.nicotask.domain.task.TaskStatus.FAILED;
import static io.nicotask.domain.task.TaskStatus.PENDING;
import static io.nicotask.domain.task.TaskStatus.RUNNING;
import static io.nicotask.domain.task.TaskStatus.SUCCEEDED;
import static io.nicotask.domain.task.TaskStatus.TERMINATED;

import io.nicotask.domain.task.TaskStatus;
import io.nicotask.modelcheck.TaskModelState.Relay;
import io.nicotask.modelcheck.TaskModelState.Request;
import io.nicotask.modelcheck.TaskModelState.Server;
import io.nicotask.modelcheck.TaskModelState.Work;
import io.nicotask.modelcheck.TaskModelState.Workflow;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What a client, the server, the relay, the engine, the workers, the reconciler and faults may do next to one task. */
final class TaskModel implements StateModel<TaskModelState, TaskModelInvariant> {

    private final Set<Safeguard> safeguards;

    TaskModel(Set<Safeguard> safeguards) {
        this.safeguards = safeguards;
    }

    /** The safeguards of the protocol; each can be left out. */
    enum Safeguard {
        /** Each write names the states that it may leave. */
        GUARD,
        /** A run passes the gate before it acts. */
        GATE,
        /** The id of a workflow that was never found gets a tombstone before its stop is confirmed. */
        TOMBSTONE,
        /** A cancel is decided in the database; the engine is called after the commit. */
        DECISION_FIRST,
        /** A start whose reply was lost is repeated even if its task runs: the reconciler must know the workflow. */
        REPEATED_START,
        /** A reconciler looks for open tasks without an open workflow. */
        RECONCILER
    }

    @Override
    public TaskModelState first() {
        return new TaskModelState().with(first -> {});
    }

    @Override
    public boolean isSettled(TaskModelState state) {
        return state.isSettled();
    }

    @Override
    public List<TaskModelInvariant> rulesBroken(TaskModelState before, TaskModelState after) {
        return Arrays.stream(TaskModelInvariant.values())
                .filter(rule -> rule.isBrokenBy(before, after))
                .toList();
    }

    @Override
    public TaskModelInvariant noStateIsStuck() {
        return TaskModelInvariant.NO_STATE_IS_STUCK;
    }

    @Override
    public List<Step<TaskModelState>> steps(TaskModelState now) {
        ModelSteps<TaskModelState> steps = ModelSteps.from(now);
        cancel(now, steps);
        relay(now, steps);
        engine(now, steps);
        for (int run = 1; run <= now.runs; run++) {
            worker(now, steps, run);
        }
        reconcile(now, steps);
        return steps.found();
    }

    private void cancel(TaskModelState now, ModelSteps<TaskModelState> steps) {
        switch (now.server) {
            case IDLE -> sendCancel(now, steps);
            case DECIDING -> {
                if (has(Safeguard.DECISION_FIRST)) {
                    steps.certain("the cancel writes Terminated and requests the stop", this::writeCancel);
                } else {
                    steps.certain("the cancel terminates the workflow", next -> {
                        close(next);
                        next.server = Server.WRITING;
                    });
                }
            }
            case WRITING -> steps.certain("the cancel writes Terminated", this::writeCancel);
            case DECIDED ->
                steps.certain("the cancel is acknowledged", next -> {
                    next.acknowledged = true;
                    next.server = Server.IDLE;
                });
        }
        if (now.server != Server.IDLE) {
            steps.may("the server crashes", next -> {
                next.read = null;
                next.server = Server.IDLE;
            });
        }
    }

    private static void sendCancel(TaskModelState now, ModelSteps<TaskModelState> steps) {
        if (now.status == null) {
            steps.certain("a task is submitted", next -> {
                next.status = PENDING;
                next.start = Request.DUE;
            });
        } else if (!now.isTerminal()) {
            steps.may("a cancel reads " + now.status.label(), next -> {
                next.read = now.status;
                next.server = Server.DECIDING;
            });
        } else if (now.status == TERMINATED) {
            steps.may("a cancel finds Terminated and is acknowledged", next -> next.acknowledged = true);
        }
    }

    /** A guarded cancel that has lost a race writes nothing, and decides again. */
    private void writeCancel(TaskModelState next) {
        boolean lost = has(Safeguard.GUARD) && next.status != next.read;
        next.server = !lost && write(next, TERMINATED) ? Server.DECIDED : Server.IDLE;
        next.read = null;
    }

    private void relay(TaskModelState now, ModelSteps<TaskModelState> steps) {
        switch (now.relay) {
            case IDLE -> claim(now, steps);
            case CALLING ->
                steps.certain("the relay's start arrives at the engine", next -> {
                    open(next);
                    next.relay = Relay.ANSWERED;
                });
            case ANSWERED ->
                steps.certain("the relay marks the start as delivered", next -> {
                    next.start = Request.DONE;
                    next.relay = Relay.IDLE;
                });
            case TERMINATING ->
                steps.certain("the relay terminates the workflow", next -> {
                    close(next);
                    next.relay = Relay.DESCRIBING;
                });
            case DESCRIBING ->
                steps.certain(
                        "the relay sees the workflow " + now.workflow,
                        next -> next.relay = afterDescribing(now.workflow));
            case PLACING_TOMBSTONE ->
                steps.certain("the relay places a tombstone", next -> {
                    next.workflow = now.workflow == Workflow.ABSENT ? Workflow.CLOSED : now.workflow;
                    next.relay = Relay.DESCRIBING;
                });
            case CONFIRMING ->
                steps.certain("the relay confirms the stop", next -> {
                    next.stop = Request.DONE;
                    next.relay = Relay.IDLE;
                });
        }
        boolean calling = now.relay == Relay.CALLING;
        if (now.relay != Relay.IDLE && !(calling && now.callUnderWay)) {
            steps.may(calling ? "the relay crashes, its start call under way" : "the relay crashes", next -> {
                next.callUnderWay |= calling;
                next.relay = Relay.IDLE;
            });
        }
    }

    /** The start comes before the stop, unless the process that has decided the stop delivers it at once. */
    private void claim(TaskModelState now, ModelSteps<TaskModelState> steps) {
        if (now.stop == Request.DUE && now.start == Request.DUE) {
            steps.may("the server delivers the stop at once", next -> next.relay = Relay.TERMINATING);
        }
        boolean needed = has(Safeguard.REPEATED_START) ? !now.isTerminal() : now.status == PENDING;
        if (now.start == Request.DUE && needed) {
            steps.certain("the relay claims the start", next -> next.relay = Relay.CALLING);
        } else if (now.start == Request.DUE) {
            steps.certain("the relay finds the start not needed", next -> next.start = Request.NOT_NEEDED);
        } else if (now.stop == Request.DUE) {
            steps.certain("the relay claims the stop", next -> next.relay = Relay.TERMINATING);
        }
    }

    private Relay afterDescribing(Workflow workflow) {
        return switch (workflow) {
            case OPEN -> Relay.IDLE;
            case CLOSED -> Relay.CONFIRMING;
            case ABSENT -> has(Safeguard.TOMBSTONE) ? Relay.PLACING_TOMBSTONE : Relay.CONFIRMING;
        };
    }

    private static void engine(TaskModelState now, ModelSteps<TaskModelState> steps) {
        if (now.callUnderWay) {
            steps.certain("the start of a crashed relay arrives at the engine", next -> {
                open(next);
                next.callUnderWay = false;
            });
        }
        if (now.workflow == Workflow.OPEN) {
            steps.may("an operator terminates the workflow", TaskModel::close);
        }
        if (now.workflow != Workflow.ABSENT && !now.memoryLost) {
            steps.may("the engine loses its memory", next -> {
                next.workflow = Workflow.ABSENT;
                next.memoryLost = true;
            });
        }
    }

    private void worker(TaskModelState now, ModelSteps<TaskModelState> steps, int run) {
        String name = "run " + run;
        switch (now.workOf(run)) {
            case NONE -> {
                if (now.isOpen(run)) {
                    steps.certain("a worker takes " + name, next -> next.work(run, Work.AT_GATE));
                }
            }
            case AT_GATE -> {
                steps.certain(
                        name + " calls the gate",
                        next -> next.work(run, passes(next, run) ? Work.ACTING : Work.LEAVING));
                steps.may(name + " calls the gate, and the reply is lost", next -> passes(next, run));
            }
            case ACTING -> {
                steps.certain(name + " reports Succeeded", next -> {
                    finish(next, run);
                    next.work(run, Work.LEAVING);
                });
                steps.may(name + " reports Succeeded, and the reply is lost", next -> finish(next, run));
                if (!now.isOpen(run)) {
                    steps.certain(
                            name + " learns at its heartbeat that it is closed", next -> next.work(run, Work.NONE));
                }
            }
            case LEAVING ->
                steps.certain(name + " ends", next -> {
                    next.workflow = now.isOpen(run) ? Workflow.CLOSED : now.workflow;
                    next.work(run, Work.NONE);
                });
        }
        if (now.workOf(run) != Work.NONE) {
            steps.may("the worker of " + name + " crashes", next -> next.work(run, Work.NONE));
        }
    }

    private boolean passes(TaskModelState next, int run) {
        boolean again = next.status == RUNNING && next.owner == run;
        boolean first = !again && write(next, RUNNING);
        next.owner = first ? run : next.owner;
        return first || again || !has(Safeguard.GATE);
    }

    private void finish(TaskModelState next, int run) {
        if ((next.status == RUNNING && next.owner == run) || !has(Safeguard.GUARD)) {
            write(next, SUCCEEDED);
        }
    }

    private void reconcile(TaskModelState now, ModelSteps<TaskModelState> steps) {
        if (now.foundOrphaned) {
            steps.certain("the reconciler writes Failed, unless the task has ended", next -> {
                write(next, FAILED);
                next.foundOrphaned = false;
            });
        } else if (has(Safeguard.RECONCILER)
                && now.start == Request.DONE
                && !now.isTerminal()
                && now.workflow != Workflow.OPEN) {
            steps.certain(
                    "the reconciler sees an open task and the workflow " + now.workflow,
                    next -> next.foundOrphaned = true);
        }
    }

    /** Writes a status, and with a final one the request to stop; returns whether the row was changed. */
    private boolean write(TaskModelState next, TaskStatus to) {
        boolean changes = !has(Safeguard.GUARD) || next.status.successors().contains(to);
        next.status = changes ? to : next.status;
        if (changes && to.isTerminal() && next.stop == Request.NONE && has(Safeguard.DECISION_FIRST)) {
            next.stop = Request.DUE;
        }
        return changes;
    }

    /** A start takes effect if the engine remembers no earlier use of the id. */
    private static void open(TaskModelState next) {
        next.runs += next.workflow == Workflow.ABSENT ? 1 : 0;
        next.workflow = next.workflow == Workflow.ABSENT ? Workflow.OPEN : next.workflow;
    }

    private static void close(TaskModelState next) {
        next.workflow = next.workflow == Workflow.OPEN ? Workflow.CLOSED : next.workflow;
    }

    private boolean has(Safeguard safeguard) {
        return safeguards.contains(safeguard);
    }
}
