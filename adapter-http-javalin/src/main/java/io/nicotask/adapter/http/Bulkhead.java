package io.nicotask.adapter.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where requests are worked on: so many at once, so many more wait for their turn, in order and not for long, and the rest
 * is told at once to come back. So what is accepted keeps its speed, however much is asked for.
 */
final class Bulkhead {

    private static final int QUEUED_PER_PERMIT = 32;

    private final Semaphore queue;
    private final Semaphore permits;
    private final Duration maxWait;
    private final boolean acceptsExcessConnections;

    private Bulkhead(int permits, Duration maxWait, boolean acceptsExcessConnections) {
        this.queue = new Semaphore(permits * (1 + QUEUED_PER_PERMIT));
        this.permits = new Semaphore(permits, true);
        this.maxWait = maxWait;
        this.acceptsExcessConnections = acceptsExcessConnections;
    }

    /** A room for so many cancels at once, which are taken by the connections above the limit, too. */
    static Bulkhead forCancels(int permits, Duration maxWait) {
        return new Bulkhead(permits, maxWait, true);
    }

    /** A room for so many other requests at once. */
    static Bulkhead forOtherRequests(int permits, Duration maxWait) {
        return new Bulkhead(permits, maxWait, false);
    }

    /**
     * Turns away at once who would be turned away later.
     *
     * @throws ErrorResponseException when everything is taken, or the connection is one too many
     */
    void refuseIfFull(Context context) {
        boolean overLimit = context.attribute(ConnectionDeadlines.OVER_LIMIT) != null;
        if ((overLimit && !acceptsExcessConnections) || queue.availablePermits() == 0) {
            throw new ErrorResponseException(ErrorResponses.UNAVAILABLE);
        }
    }

    /**
     * Does the work in the room, when its turn has come.
     *
     * @throws ErrorResponseException when everything is taken, or the turn does not come in time
     */
    <T> T execute(Supplier<T> work) {
        if (!queue.tryAcquire()) {
            throw new ErrorResponseException(ErrorResponses.UNAVAILABLE);
        }
        try {
            return executeWithPermit(work);
        } finally {
            queue.release();
        }
    }

    private <T> T executeWithPermit(Supplier<T> work) {
        if (!acquirePermit()) {
            throw new ErrorResponseException(ErrorResponses.UNAVAILABLE);
        }
        try {
            return work.get();
        } finally {
            permits.release();
        }
    }

    private boolean acquirePermit() {
        try {
            return permits.tryAcquire(maxWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
