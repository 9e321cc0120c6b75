package io.nicotask.application.simulation;

import io.nicotask.domain.value.WorkflowRunId;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Somebody who goes on when it is his turn, and only then: a thread that hands a baton to and fro. */
final class Fiber {

    private final String name;
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore over = new Semaphore(0);
    private final Thread thread;

    private boolean ended;
    private boolean dismissed;
    private boolean halted;
    private @Nullable Throwable failure;

    /** Virtual times, in milliseconds: not to go on before, and to go on at the latest. */
    long wakeAt;

    long latest = Long.MAX_VALUE;

    /** Whether it is kept from going on by a fault, which can be healed. */
    boolean heldUp;

    /** The run in whose name it speaks to the use cases, or null. */
    @Nullable
    WorkflowRunId run;

    Fiber(String name, Runnable body) {
        this.name = name;
        this.thread = Thread.ofVirtual().name(name).start(() -> live(body));
    }

    String name() {
        return name;
    }

    boolean hasEnded() {
        return ended;
    }

    /** What it has died of, but for being halted. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Lets it go on until it yields or ends. */
    void resume() {
        turn.release();
        over.acquireUninterruptibly();
    }

    /** Gives the turn back, from its own thread. */
    void yieldTurn() {
        over.release();
        turn.acquireUninterruptibly();
        if (dismissed) {
            throw crash();
        }
    }

    /** From now on it has no effect any more, until {@link #revive}. */
    ProcessHalted crash() {
        halted = true;
        return new ProcessHalted();
    }

    boolean isHalted() {
        return halted;
    }

    /** Another process takes over its part. */
    void revive() {
        if (dismissed) {
            throw new ProcessHalted();
        }
        halted = false;
    }

    /** Ends it for good, and waits for that. */
    void dismiss() {
        dismissed = true;
        while (!ended) {
            resume();
        }
    }

    private void live(Runnable body) {
        turn.acquireUninterruptibly();
        try {
            if (!dismissed) {
                body.run();
            }
        } catch (ProcessHalted end) {
            halted = true;
        } catch (RuntimeException | Error unexpected) {
            failure = unexpected;
        } finally {
            ended = true;
            over.release();
        }
    }

    @Override
    public String toString() {
        return name + " on " + thread;
    }
}
