package io.nicotask.bootstrap.wiring;

import io.nicotask.application.BackgroundServices;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.CancelTaskResult;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTaskResult;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the relay to deliver a task's outbox entries right after the commit of a decision, ahead of its next polling
 * round. The response to the caller does not wait for it; a task for which the queue is full is left to the polling
 * loop.
 */
final class ImmediateDelivery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ImmediateDelivery.class);
    private static final int THREADS = 8;
    private static final int QUEUE = 1_024;
    private static final Duration LAST_DELIVERIES = Duration.ofSeconds(2);

    private final BackgroundServices services;
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            Thread.ofVirtual().name("immediate-delivery-", 0).factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    ImmediateDelivery(BackgroundServices services) {
        this.services = services;
    }

    /** Decorates the use case: delivers the stop at once. */
    CancelTask afterCancel(CancelTask cancelTask) {
        return command -> {
            CancelTaskResult result = cancelTask.cancel(command);
            if (result instanceof CancelTaskResult.Cancelled cancelled) {
                deliverAsync(cancelled.view().task());
            }
            return result;
        };
    }

    /** Decorates the use case: delivers the start at once. */
    SubmitTask afterSubmit(SubmitTask submitTask) {
        return command -> {
            SubmitTaskResult result = submitTask.submit(command);
            if (result instanceof SubmitTaskResult.Submitted submitted) {
                deliverAsync(submitted.view().task());
            }
            return result;
        };
    }

    @Override
    public void close() throws InterruptedException {
        pool.shutdown();
        if (!pool.awaitTermination(LAST_DELIVERIES.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("Some immediate deliveries did not end; the relay repeats them after the next start");
            pool.shutdownNow();
        }
    }

    private void deliverAsync(Task task) {
        pool.execute(() -> {
            try {
                services.deliver(task.spec().site(), task.id());
            } catch (RuntimeException fault) {
                LOG.warn("Immediate delivery of task {} failed; the relay's loop repeats it", task.id(), fault);
            }
        });
    }
}
