package io.nicotask.adapter.workflow;

import io.grpc.StatusRuntimeException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A channel to one Temporal server, of this library or of the host. It connects on first use. Safe for many threads.
 *
 * <p>Calls are made by the generated stubs: the SDK's client would retry for a minute.
 */
final class TemporalChannel implements AutoCloseable {

    private final WorkflowServiceStubs stubs;
    private final boolean isOwn;
    private final AtomicLong answeredCalls = new AtomicLong();

    private TemporalChannel(WorkflowServiceStubs stubs, boolean isOwn) {
        this.stubs = stubs;
        this.isOwn = isOwn;
    }

    /** Returns a channel that this library closes. */
    static TemporalChannel own(WorkflowServiceStubs stubs) {
        return new TemporalChannel(stubs, true);
    }

    /** Returns a channel that the host configures, reconnects and closes. */
    static TemporalChannel ofHost(WorkflowServiceStubs stubs) {
        return new TemporalChannel(stubs, false);
    }

    WorkflowServiceStubs stubs() {
        return stubs;
    }

    /**
     * Makes the call once, without a retry.
     *
     * @param call a call over this channel, under a deadline
     * @throws StatusRuntimeException when the server refuses, or does not answer before the deadline
     */
    <T> T call(Supplier<T> call) {
        long answeredBefore = answeredCalls.get();
        try {
            T answer = call.get();
            answeredCalls.incrementAndGet();
            return answer;
        } catch (StatusRuntimeException failed) {
            if (!GrpcErrors.isConnectionFailure(failed)) {
                answeredCalls.incrementAndGet();
            } else if (isOwn && answeredCalls.get() == answeredBefore) {
                reconnect();
            }
            throw failed;
        }
    }

    /**
     * Makes the next call open a new connection at once. A connection over which no call was answered may be dead
     * without reporting it, and after a failed attempt to connect the channel would wait up to two minutes.
     */
    private void reconnect() {
        stubs.getRawChannel().enterIdle();
    }

    @Override
    public void close() {
        if (isOwn) {
            stubs.shutdownNow();
        }
    }
}
