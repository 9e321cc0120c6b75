package io.nicotask.adapter.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Limits the requests that use the storage at the same time. Further requests wait in a bounded queue, in order of
 * arrival and for a limited time; when the queue is full, requests get 503 at once. Overload does not slow accepted
 * requests.
 */
final class Bulkhead {

    /** Much shorter than clients wait for a response, and long enough for a short slowdown of the server or the database. */
    static final Duration DEFAULT_WAIT = Duration.ofSeconds(5);

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

    /** Creates a limit on concurrent cancels, which also admits requests on connections above the limit. */
    static Bulkhead forCancels(int permits, Duration maxWait) {
        return new Bulkhead(permits, maxWait, true);
    }

    /** Creates a limit on concurrent requests other than cancels. */
    static Bulkhead forOtherRequests(int permits, Duration maxWait) {
        return new Bulkhead(permits, maxWait, false);
    }

    /**
     * Refuses a request early that {@link #execute} would refuse later.
     *
     * @throws ErrorResponseException when the queue is full, or the connection is above the limit
     */
    void refuseIfFull(Context context) {
        boolean overLimit = context.attribute(ConnectionDeadlines.OVER_LIMIT) != null;
        if ((overLimit && !acceptsExcessConnections) || queue.availablePermits() == 0) {
            throw new ErrorResponseException(ErrorResponses.UNAVAILABLE);
        }
    }

    /**
     * Runs the work once a permit is free, and returns its result.
     *
     * @throws ErrorResponseException when the queue is full, or no permit becomes free in time
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
