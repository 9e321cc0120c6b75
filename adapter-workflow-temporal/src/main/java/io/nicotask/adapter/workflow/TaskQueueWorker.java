package io.nicotask.adapter.workflow;

import io.grpc.StatusRuntimeException;
import io.nicotask.adapter.workflow.WorkflowProtocol.RackOperation;
import io.nicotask.application.worker.ExternalWorkflowUseCases;
import io.nicotask.application.worker.RackOperationUseCases;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls one task queue of an endpoint, or two. The SDK's worker cannot start until the server is reachable, so a thread
 * retries the start; afterwards the SDK keeps polling through every outage.
 */
final class TaskQueueWorker implements AutoCloseable {

    /** The time after which a closing worker no longer polls, so that a stage it handed over cannot return to it. */
    static final Duration CLOSED_AFTER = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(TaskQueueWorker.class);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);
    private static final Duration GRACEFUL_SHUTDOWN = Duration.ofSeconds(2);
    private static final Duration FORCED_SHUTDOWN = Duration.ofSeconds(1);

    /** The SDK delays heartbeats that come faster than this; less than the beat, so that none is delayed. */
    private static final Duration HEARTBEAT_THROTTLE = ActivityHeartbeat.INTERVAL.dividedBy(2);

    private static final int POLLERS = 2;

    private final String address;
    private final String queue;
    private final TemporalChannel channel;
    private final WorkerFactory factory;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread starter;

    private TaskQueueWorker(SiteEndpoint endpoint, String queue, Consumer<WorkerFactory> registration) {
        TemporalConnection connection = endpoint.connection();
        this.address = endpoint.address();
        this.queue = queue;
        this.channel = connection.openForWorkers();
        this.factory = WorkerFactory.newInstance(connection.clientOver(channel));
        registration.accept(factory);
        this.starter =
                Thread.ofPlatform().daemon().name("worker-start-" + queue).unstarted(this::startWhenReachable);
    }

    /** Returns a worker that runs the built-in workflow. */
    static TaskQueueWorker forRackOperations(
            SiteEndpoint endpoint, RackOperationUseCases rackOperationUseCases, int maxStages) {
        String queue = endpoint.taskQueue();
        RackOperationHandler handler = new RackOperationHandler(rackOperationUseCases);
        return new TaskQueueWorker(endpoint, queue, factory -> register(factory, queue, handler, maxStages));
    }

    /**
     * Registers the built-in workflow, with separate slots for stages and for status reports. Reports are executed on the
     * queue of the stages too, where an earlier version may have scheduled some.
     */
    static void register(WorkerFactory factory, String queue, RackOperationHandler handler, int maxStages) {
        WorkerOptions options =
                workerOptions().setMaxConcurrentActivityExecutionSize(maxStages).build();
        Worker stages = factory.newWorker(queue, options);
        stages.registerWorkflowImplementationFactory(RackOperation.class, RackOperationWorkflow::new);
        stages.registerActivitiesImplementations(handler);
        Worker reports = factory.newWorker(
                WorkflowProtocol.reportQueue(queue), workerOptions().build());
        reports.registerActivitiesImplementations(handler);
    }

    /** Returns a worker for the reports of external workflows; it runs no workflows. */
    static TaskQueueWorker forStatusReports(SiteEndpoint endpoint, ExternalWorkflowUseCases externalWorkflowUseCases) {
        String queue = WorkflowProtocol.externalReportQueue(endpoint.taskQueue());
        return new TaskQueueWorker(
                endpoint,
                queue,
                factory -> factory.newWorker(queue, workerOptions().build())
                        .registerActivitiesImplementations(new ExternalWorkflowHandler(externalWorkflowUseCases)));
    }

    void start() {
        starter.start();
    }

    /** Waits two seconds for running stages to hand over at their next beat, and returns after four at most. */
    @Override
    public void close() {
        stopStarting();
        factory.shutdown();
        factory.awaitTermination(GRACEFUL_SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS);
        if (!factory.isTerminated()) {
            factory.shutdownNow();
            factory.awaitTermination(FORCED_SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS);
        }
        channel.close();
    }

    private void stopStarting() {
        closing.countDown();
        starter.interrupt();
        try {
            starter.join(FORCED_SHUTDOWN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startWhenReachable() {
        boolean logged = false;
        while (!isClosing()) {
            try {
                factory.start();
                LOG.info("Polling task queue {} at {}", queue, address);
                return;
            } catch (StatusRuntimeException failed) {
                if (!logged && !isClosing()) {
                    LOG.warn("Cannot poll task queue {} at {} yet: {}", queue, address, GrpcErrors.inOneLine(failed));
                    logged = true;
                }
                awaitRetry();
            } catch (RuntimeException | Error fault) {
                LOG.error("Cannot poll task queue {} at {} yet", queue, address, fault);
                awaitRetry();
            }
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void awaitRetry() {
        try {
            closing.await(RETRY_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static WorkerOptions.Builder workerOptions() {
        return WorkerOptions.newBuilder()
                .setMaxHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
                .setDefaultHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
                .setMaxConcurrentWorkflowTaskPollers(POLLERS)
                .setMaxConcurrentActivityTaskPollers(POLLERS)
                // No worker keeps a workflow to itself: replaying its few events costs less than waiting for a worker
                // that has stopped.
                .setStickyQueueScheduleToStartTimeout(Duration.ZERO);
    }
}
