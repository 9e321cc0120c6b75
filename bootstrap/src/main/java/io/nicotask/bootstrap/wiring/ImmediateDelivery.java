package io.nicotask.bootstrap.wiring;

import io.nicotask.application.BackgroundServices;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.CancelTaskResult;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTaskResult;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the start or the stop of a task to the engine right after the commit of the decision, which has claimed that
 * work for this process. The response to the caller does not wait for it; when the pool is full, the claim expires, and
 * any process carries the work out.
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
                deliverAsync(cancelled.view(), services::stop);
            }
            return result;
        };
    }

    /** Decorates the use case: delivers the start at once. */
    SubmitTask afterSubmit(SubmitTask submitTask) {
        return command -> {
            SubmitTaskResult result = submitTask.submit(command);
            if (result instanceof SubmitTaskResult.Submitted submitted) {
                deliverAsync(submitted.view(), services::start);
            }
            return result;
        };
    }

    @Override
    public void close() throws InterruptedException {
        pool.shutdown();
        if (!pool.awaitTermination(LAST_DELIVERIES.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("Some immediate deliveries did not end; they are repeated after the next start");
            pool.shutdownNow();
        }
    }

    private void deliverAsync(TaskView decided, Consumer<TaskView> delivery) {
        pool.execute(() -> {
            try {
                delivery.accept(decided);
            } catch (RuntimeException fault) {
                LOG.warn("Immediate delivery of {} failed; the work queue repeats it", decided.task(), fault);
            }
        });
    }
}
