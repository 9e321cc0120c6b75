package io.nicotask.modelcheck;

import io.nicotask.domain.task.TaskStatus;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of one task. */
final class TaskModelState extends ModelState<TaskModelState> {

    /** The stored status (null before the task is submitted), and the run that it names, or 0. */
    @Nullable
    TaskStatus status;

    int owner;

    /** The work in the queue. */
    Request start = Request.NONE;

    Request stop = Request.NONE;

    /** The workflow of the task's id, the number of its runs, and whether the engine forgot one. */
    Workflow workflow = Workflow.ABSENT;

    int runs;
    boolean memoryLost;

    /** The relay that holds the claim, and whether the start call of an earlier holder is still under way. */
    Relay relay = Relay.IDLE;

    boolean callUnderWay;

    /** The server that decides a cancel, the status that it has read, and whether a cancel was acknowledged. */
    Server server = Server.IDLE;

    @Nullable
    TaskStatus read;

    boolean acknowledged;

    /** Whether the reconciler has seen an open task without an open workflow. */
    boolean foundOrphaned;

    /** What the workers of both runs do, and whether each run has begun to act. */
    List<Work> work = List.of(Work.NONE, Work.NONE);

    List<Boolean> begun = List.of(false, false);

    Work workOf(int run) {
        return work.get(run - 1);
    }

    void work(int run, Work now) {
        work = replaced(work, run, now);
        begun = now == Work.ACTING ? replaced(begun, run, true) : begun;
    }

    boolean isOpen(int run) {
        return workflow == Workflow.OPEN && runs == run;
    }

    boolean isTerminal() {
        return status != null && status.isTerminal();
    }

    /** Whether no work is left. */
    boolean isSettled() {
        return isTerminal()
                && start != Request.DUE
                && stop != Request.DUE
                && workflow != Workflow.OPEN
                && relay == Relay.IDLE
                && !callUnderWay
                && server == Server.IDLE
                && work.equals(List.of(Work.NONE, Work.NONE));
    }

    private static <T> List<T> replaced(List<T> pair, int place, T by) {
        return place == 1 ? List.of(by, pair.get(1)) : List.of(pair.get(0), by);
    }

    @Override
    List<@Nullable Object> fields() {
        return Arrays.asList(
                status,
                owner,
                start,
                stop,
                workflow,
                runs,
                memoryLost,
                relay,
                callUnderWay,
                server,
                read,
                acknowledged,
                foundOrphaned,
                work,
                begun);
    }

    enum Request {
        NONE,
        DUE,
        DONE,
        NOT_NEEDED
    }

    enum Workflow {
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
        PLACING_TOMBSTONE,
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
        AT_GATE,
        ACTING,
        LEAVING
    }
}
