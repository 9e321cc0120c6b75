package io.nicotask.adapter.workflow;

import io.grpc.StatusRuntimeException;
import io.nicotask.adapter.workflow.WorkflowModule.Endpoint;
import io.nicotask.adapter.workflow.WorkflowModule.ExternalWorkflowUseCases;
import io.nicotask.adapter.workflow.WorkflowModule.RackOperationUseCases;
import io.nicotask.adapter.workflow.WorkflowProtocol.RackOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
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

    private static final Duration NO_WORKER_HEARTBEATS = Duration.ofSeconds(-1);
    private static final int POLLERS = 2;

    private final String target;
    private final String queue;
    private final WorkflowServiceStubs stubs;
    private final WorkerFactory factory;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread starter;

    private TaskQueueWorker(Endpoint endpoint, String queue, Consumer<WorkerFactory> registration) {
        this.target = endpoint.target();
        this.queue = queue;
        this.stubs = WorkflowServiceStubs.newServiceStubs(stubsOptions(endpoint));
        this.factory = WorkerFactory.newInstance(WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(endpoint.namespace())
                        .setWorkerHeartbeatInterval(NO_WORKER_HEARTBEATS)
                        .build()));
        registration.accept(factory);
        this.starter =
                Thread.ofPlatform().daemon().name("worker-start-" + queue).unstarted(this::startWhenReachable);
    }

    /**
     * Returns a worker that runs the built-in workflow, with separate slots for stages and for status reports. It
     * executes reports on the queue of the stages too, where an earlier version may have scheduled some.
     */
    static TaskQueueWorker forRackOperations(
            Endpoint endpoint, RackOperationUseCases rackOperationUseCases, int maxStages) {
        WorkerOptions options =
                workerOptions().setMaxConcurrentActivityExecutionSize(maxStages).build();
        RackOperationHandler handler = new RackOperationHandler(rackOperationUseCases);
        String queue = endpoint.taskQueue();
        return new TaskQueueWorker(endpoint, queue, factory -> {
            Worker stages = factory.newWorker(queue, options);
            stages.registerWorkflowImplementationFactory(RackOperation.class, RackOperationWorkflow::new);
            stages.registerActivitiesImplementations(handler);
            Worker reports = factory.newWorker(
                    WorkflowProtocol.reportQueue(queue), workerOptions().build());
            reports.registerActivitiesImplementations(handler);
        });
    }

    /** Returns a worker for the reports of external workflows; it runs no workflows. */
    static TaskQueueWorker forStatusReports(Endpoint endpoint, ExternalWorkflowUseCases externalWorkflowUseCases) {
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
        stubs.shutdownNow();
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
                LOG.info("Polling task queue {} at {}", queue, target);
                return;
            } catch (StatusRuntimeException failed) {
                if (!logged && !isClosing()) {
                    LOG.warn("Cannot poll task queue {} at {} yet: {}", queue, target, GrpcErrors.inOneLine(failed));
                    logged = true;
                }
                awaitRetry();
            } catch (RuntimeException | Error fault) {
                LOG.error("Cannot poll task queue {} at {} yet", queue, target, fault);
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

    private static WorkflowServiceStubsOptions stubsOptions(Endpoint endpoint) {
        return WorkflowServiceStubsOptions.newBuilder()
                .setTarget(endpoint.target())
                .setRpcTimeout(Duration.ofSeconds(3))
                .setConnectionBackoffResetFrequency(Duration.ofSeconds(2))
                // Detects a dead connection long before its polls time out. Temporal closes connections that ping as
                // often as every ten seconds.
                .setKeepAliveTime(Duration.ofSeconds(15))
                .setKeepAliveTimeout(Duration.ofSeconds(5))
                .build();
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
