package io.nicotask.bootstrap;

import io.nicotask.adapter.workflow.TemporalEngine;
import io.nicotask.domain.value.TaskId;
import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A worker of another service, with an external workflow that knows nothing of tasks and flashes until it gets a
 * signal.
 */
final class ExternalFirmwareWorker implements AutoCloseable {

    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;
    private final WorkerFactory factory;

    /** Polls the queue at the server; the interceptors are the only part of this library in it. */
    ExternalFirmwareWorker(String target, String queue, WorkerInterceptor... interceptors) {
        this.stubs = TemporalUnderTest.client(target);
        this.client = WorkflowClient.newInstance(stubs);
        this.factory = WorkerFactory.newInstance(
                client,
                WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(interceptors)
                        .build());
        factory.newWorker(queue).registerWorkflowImplementationTypes(FlashUntilFinished.class);
        factory.start();
    }

    /** Signals the task's workflow to complete. */
    void finish(TaskId task) {
        client.newUntypedWorkflowStub(TemporalEngine.workflowId(task)).signal("finish");
    }

    @Override
    public void close() {
        factory.shutdownNow();
        factory.awaitTermination(5, TimeUnit.MINUTES);
        stubs.shutdownNow();
    }

    /** The external workflow. */
    @WorkflowInterface
    public interface FlashEverything {

        @WorkflowMethod
        void flash(Map<String, Object> order);

        @SignalMethod
        void finish();
    }

    public static final class FlashUntilFinished implements FlashEverything {

        private boolean finished;

        @Override
        public void flash(Map<String, Object> order) {
            Workflow.await(() -> finished);
        }

        @Override
        public void finish() {
            finished = true;
        }
    }
}
