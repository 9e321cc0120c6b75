package io.nicotask.explorer;

import io.nicotask.domain.task.TaskStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One task's world: its record and outbox, the engine, and how far everybody is who works on it. A value: the fields
 * are written only while {@link #with} makes the next one.
 */
final class World {

    /** The record's status, or null before the task is submitted; and the run that the record names, or 0. */
    @Nullable TaskStatus status;

    int owner;
    Start start = Start.NONE;
    Stop stop = Stop.NONE;

    /** The workflow of the task's id, how many runs of it there have been, and whether the engine has forgotten any. */
    Flow flow = Flow.ABSENT;

    int runs;
    boolean forgot;

    /** The relay that holds the lease, and how many start calls of earlier holders are still on their way. */
    Relay relay = Relay.IDLE;

    int strays;

    /** The server that decides a cancel, the status that it has read, and whether a cancel was acknowledged. */
    Server server = Server.IDLE;

    @Nullable TaskStatus read;
    boolean acknowledged;

    /** The open status over which the sweep has seen a workflow that is not open, or null. */
    @Nullable TaskStatus orphan;

    /** The workers of both runs, and the runs that have begun to act. */
    List<Work> work = List.of(Work.NONE, Work.NONE);

    Set<Integer> begun = Set.of();

    World with(Consumer<World> change) {
        World next = new World();
        next.status = status;
        next.owner = owner;
        next.start = start;
        next.stop = stop;
        next.flow = flow;
        next.runs = runs;
        next.forgot = forgot;
        next.relay = relay;
        next.strays = strays;
        next.server = server;
        next.read = read;
        next.acknowledged = acknowledged;
        next.orphan = orphan;
        next.work = work;
        next.begun = begun;
        change.accept(next);
        return next;
    }

    Work workOf(int run) {
        return work.get(run - 1);
    }

    void work(int run, Work now) {
        work = run == 1 ? List.of(now, work.get(1)) : List.of(work.get(0), now);
        if (now == Work.ACTING) {
            begun = new TreeSet<>(begun);
            begun.add(run);
        }
    }

    boolean isOpen(int run) {
        return flow == Flow.OPEN && runs == run;
    }

    boolean isTerminal() {
        return status != null && status.isTerminal();
    }

    /** Whether everything has come to its end. */
    boolean isSettled() {
        return isTerminal()
                && (start == Start.DELIVERED || start == Start.NOT_NEEDED)
                && stop != Stop.DUE
                && flow != Flow.OPEN
                && relay == Relay.IDLE
                && strays == 0
                && server == Server.IDLE
                && work.equals(List.of(Work.NONE, Work.NONE));
    }

    private List<@Nullable Object> parts() {
        return Arrays.asList(
                status, owner, start, stop, flow, runs, forgot, relay, strays, server, read, acknowledged, orphan, work,
                begun);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof World that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    @Override
    public String toString() {
        return parts().toString();
    }

    enum Start {
        NONE,
        DUE,
        DELIVERED,
        NOT_NEEDED
    }

    enum Stop {
        NONE,
        DUE,
        CONFIRMED
    }

    enum Flow {
        ABSENT,
        OPEN,
        CLOSED
    }

    enum Relay {
        IDLE,
        CALLING,
        ANSWERED,
        TERMINATING,
        DESCRIBING,
        BURNING,
        CONFIRMING
    }

    enum Server {
        IDLE,
        DECIDING,
        WRITING,
        DECIDED
    }

    enum Work {
        NONE,
        ASKING,
        ACTING,
        LEAVING
    }
}
