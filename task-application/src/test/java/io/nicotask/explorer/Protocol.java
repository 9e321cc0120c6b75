package io.nicotask.explorer;

import static io.nicotask.domain.task.TaskStatus.FAILED;
import static io.nicotask.domain.task.TaskStatus.PENDING;
import static io.nicotask.domain.task.TaskStatus.RUNNING;
import static io.nicotask.domain.task.TaskStatus.SUCCEEDED;
import static io.nicotask.domain.task.TaskStatus.TERMINATED;

import io.nicotask.domain.task.TaskStatus;
import io.nicotask.explorer.Explorer.Step;
import io.nicotask.explorer.World.Flow;
import io.nicotask.explorer.World.Relay;
import io.nicotask.explorer.World.Server;
import io.nicotask.explorer.World.Start;
import io.nicotask.explorer.World.Stop;
import io.nicotask.explorer.World.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Who may do what next: a client, the server, the relay, the engine, the workers, the sweep, and misfortune. */
final class Protocol {

    private final Set<Safeguard> kept;

    Protocol(Set<Safeguard> kept) {
        this.kept = kept;
    }

    /** What holds the protocol together; each can be left out. */
    enum Safeguard {
        /** Writers name the states that they may leave. */
        GUARD,
        /** A run asks before it acts. */
        GATE,
        /** The id of a workflow that was never seen is burnt before its stop is confirmed. */
        TOMBSTONE,
        /** A cancel is decided in the record; the engine is told afterwards, from the outbox. */
        DECISION_FIRST,
        /** Somebody looks for open records without an open workflow. */
        SWEEP
    }

    List<Step> steps(World now) {
        Steps steps = new Steps(now, new ArrayList<>());
        server(now, steps);
        relayStarts(now, steps);
        relayStops(now, steps);
        engine(now, steps);
        for (int run = 1; run <= now.runs; run++) {
            worker(now, steps, run);
        }
        sweep(now, steps);
        return steps.found();
    }

    private void server(World now, Steps steps) {
        switch (now.server) {
            case IDLE -> {
                if (now.status == null) {
                    steps.sure("a task is submitted", next -> {
                        next.status = PENDING;
                        next.start = Start.DUE;
                    });
                } else if (now.status == TERMINATED) {
                    steps.may("a cancel finds the task Terminated and is acknowledged", next -> next.acknowledged = true);
                } else if (!now.isTerminal()) {
                    steps.may("a cancel reads " + now.status.label(), next -> {
                        next.server = Server.DECIDING;
                        next.read = now.status;
                    });
                }
            }
            case DECIDING -> decide(steps);
            case WRITING -> steps.sure("the cancel writes Terminated", this::writeCancel);
            case DECIDED -> steps.sure("the cancel is acknowledged", next -> {
                next.server = Server.IDLE;
                next.acknowledged = true;
            });
        }
        if (now.server != Server.IDLE) {
            steps.may("the server crashes", next -> {
                next.server = Server.IDLE;
                next.read = null;
            });
        }
    }

    private void decide(Steps steps) {
        if (keeps(Safeguard.DECISION_FIRST)) {
            steps.sure("the cancel writes Terminated and asks for the stop, if nothing has changed", this::writeCancel);
        } else {
            steps.sure("the cancel terminates the workflow", next -> {
                close(next);
                next.server = Server.WRITING;
            });
        }
    }

    private void writeCancel(World next) {
        boolean lost = keeps(Safeguard.GUARD) && next.status != next.read;
        if (!lost) {
            write(next, TERMINATED);
        }
        next.server = lost ? Server.IDLE : Server.DECIDED;
        next.read = null;
    }

    private void relayStarts(World now, Steps steps) {
        if (now.relay == Relay.IDLE && now.start == Start.DUE) {
            steps.sure("the relay claims the start", next -> {
                if (now.isTerminal()) {
                    next.start = Start.NOT_NEEDED;
                } else {
                    next.relay = Relay.CALLING;
                }
            });
        } else if (now.relay == Relay.CALLING) {
            steps.sure("the relay's start arrives at the engine", next -> {
                open(next);
                next.relay = Relay.ANSWERED;
            });
        } else if (now.relay == Relay.ANSWERED) {
            steps.sure("the relay marks the start as delivered", next -> {
                next.start = Start.DELIVERED;
                next.relay = Relay.IDLE;
            });
        }
        boolean calling = now.relay == Relay.CALLING;
        if (now.relay != Relay.IDLE && (!calling || now.strays < 2)) {
            steps.may(calling ? "the relay crashes, its start still on the way" : "the relay crashes", next -> {
                next.strays += calling ? 1 : 0;
                next.relay = Relay.IDLE;
            });
        }
    }

    private void relayStops(World now, Steps steps) {
        switch (now.relay) {
            case IDLE -> {
                if (now.stop == Stop.DUE && now.start != Start.DUE) {
                    steps.sure("the relay claims the stop", next -> next.relay = Relay.TERMINATING);
                }
            }
            case TERMINATING -> steps.sure("the relay terminates the workflow", next -> {
                close(next);
                next.relay = Relay.DESCRIBING;
            });
            case DESCRIBING ->
                steps.sure("the relay sees the workflow " + now.flow, next -> next.relay = switch (now.flow) {
                    case OPEN -> Relay.IDLE;
                    case CLOSED -> Relay.CONFIRMING;
                    case ABSENT -> keeps(Safeguard.TOMBSTONE) ? Relay.BURNING : Relay.CONFIRMING;
                });
            case BURNING -> steps.sure("the relay burns the id", next -> {
                next.flow = now.flow == Flow.ABSENT ? Flow.CLOSED : now.flow;
                next.relay = Relay.DESCRIBING;
            });
            case CONFIRMING -> steps.sure("the relay confirms the stop", next -> {
                next.stop = Stop.CONFIRMED;
                next.relay = Relay.IDLE;
            });
            case CALLING, ANSWERED -> {}
        }
    }

    private void engine(World now, Steps steps) {
        if (now.strays > 0) {
            steps.sure("a start of a crashed relay arrives at the engine", next -> {
                next.strays--;
                open(next);
            });
        }
        if (now.flow == Flow.OPEN) {
            steps.may("an operator terminates the workflow", Protocol::close);
        }
        if (now.flow != Flow.ABSENT && !now.forgot) {
            steps.may("the engine loses its memory", next -> {
                next.flow = Flow.ABSENT;
                next.forgot = true;
            });
        }
    }

    private void worker(World now, Steps steps, int run) {
        String name = "run " + run;
        switch (now.workOf(run)) {
            case NONE -> {
                if (now.isOpen(run)) {
                    steps.sure("a worker takes " + name, next -> next.work(run, Work.ASKING));
                }
            }
            case ASKING -> {
                steps.sure(name + " asks at the gate", next ->
                        next.work(run, passesGate(next, run) ? Work.ACTING : Work.LEAVING));
                steps.may(name + " asks at the gate, and the answer is lost", next -> passesGate(next, run));
            }
            case ACTING -> {
                for (TaskStatus end : List.of(SUCCEEDED, FAILED)) {
                    steps.sure(name + " reports " + end.label(), next -> {
                        finish(next, run, end);
                        next.work(run, Work.LEAVING);
                    });
                    steps.may(name + " reports " + end.label() + ", and the answer is lost", next ->
                            finish(next, run, end));
                }
                if (!now.isOpen(run)) {
                    steps.sure(name + " learns at its heartbeat that it is closed", next -> next.work(run, Work.NONE));
                }
            }
            case LEAVING -> steps.sure(name + " ends", next -> {
                next.flow = now.isOpen(run) ? Flow.CLOSED : now.flow;
                next.work(run, Work.NONE);
            });
        }
        if (now.workOf(run) != Work.NONE) {
            steps.may("the worker of " + name + " crashes", next -> next.work(run, Work.NONE));
        }
    }

    private boolean passesGate(World next, int run) {
        boolean again = next.status == RUNNING && next.owner == run;
        boolean first = !again && write(next, RUNNING);
        if (first) {
            next.owner = run;
        }
        return first || again || !keeps(Safeguard.GATE);
    }

    private void finish(World next, int run, TaskStatus end) {
        boolean own = next.status == RUNNING && next.owner == run;
        if (own || !keeps(Safeguard.GUARD)) {
            write(next, end);
        }
    }

    private void sweep(World now, Steps steps) {
        boolean orphaned = now.start == Start.DELIVERED && !now.isTerminal() && now.flow != Flow.OPEN;
        if (now.orphan != null) {
            steps.sure("the sweep writes Failed, if nothing has changed", next -> {
                if (now.status == now.orphan || !keeps(Safeguard.GUARD)) {
                    write(next, FAILED);
                }
                next.orphan = null;
            });
        } else if (orphaned && keeps(Safeguard.SWEEP)) {
            steps.sure("the sweep sees an open record whose workflow is " + now.flow, next -> next.orphan = now.status);
        }
    }

    /** Writes a status, with the request to stop that goes with an end; answers whether the row was changed. */
    private boolean write(World next, TaskStatus to) {
        boolean edge = next.status != null && next.status.successors().contains(to);
        if (!edge && keeps(Safeguard.GUARD)) {
            return false;
        }
        next.status = to;
        if (to.isTerminal() && next.stop == Stop.NONE && keeps(Safeguard.DECISION_FIRST)) {
            next.stop = Stop.DUE;
        }
        return true;
    }

    /** A start takes effect when the id was never used, as far as the engine remembers. */
    private static void open(World next) {
        if (next.flow == Flow.ABSENT) {
            next.flow = Flow.OPEN;
            next.runs++;
        }
    }

    private static void close(World next) {
        next.flow = next.flow == Flow.OPEN ? Flow.CLOSED : next.flow;
    }

    private boolean keeps(Safeguard safeguard) {
        return kept.contains(safeguard);
    }

    /** Collects the steps that can be taken from one world. */
    private record Steps(World now, List<Step> found) {

        void sure(String name, Consumer<World> change) {
            found.add(new Step(name, now.with(change), true));
        }

        void may(String name, Consumer<World> change) {
            found.add(new Step(name, now.with(change), false));
        }
    }
}
