package io.nicotask.application.simulation;

import io.nicotask.application.simulation.SimulatedEngines.Execution;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A thread that runs only while the scheduler gives it the turn. */
final class Fiber {

    private final String name;
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore yielded = new Semaphore(0);
    private final Thread thread;

    private boolean ended;
    private boolean dismissed;
    private boolean halted;
    private @Nullable Throwable failure;

    /** Virtual times in milliseconds: the earliest and the latest time of the next turn. */
    long wakeAt;

    long latestWake = Long.MAX_VALUE;

    /** Whether a fault delays it; {@link FiberScheduler#endDelays} ends that. */
    boolean delayed;

    /** The run of a workflow that it works for, or null. */
    @Nullable
    Execution execution;

    Fiber(String name, Runnable body) {
        this.name = name;
        this.thread = Thread.ofVirtual().name(name).start(() -> runBody(body));
    }

    String name() {
        return name;
    }

    boolean hasEnded() {
        return ended;
    }

    /** What ended it, unless it was a simulated halt. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Runs it until it yields or ends. */
    void resume() {
        turn.release();
        yielded.acquireUninterruptibly();
    }

    /** Gives the turn back; called on the fiber's own thread. */
    void yieldTurn() {
        yielded.release();
        turn.acquireUninterruptibly();
        if (dismissed) {
            throw crash();
        }
    }

    /** Halts it: its calls have no effect until {@link #revive}. */
    ProcessHalted crash() {
        halted = true;
        return new ProcessHalted();
    }

    boolean isHalted() {
        return halted;
    }

    /** Lets another process continue its work. */
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

    private void runBody(Runnable body) {
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
            yielded.release();
        }
    }

    @Override
    public String toString() {
        return name + " on " + thread;
    }
}
