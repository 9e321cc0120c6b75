package io.nicotask.bootstrap;

import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.EncodedValues;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.DynamicWorkflow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A worker that completes every workflow of its queue at once, without activities. */
final class NoOpWorker implements AutoCloseable {

    private final WorkflowServiceStubs stubs;
    private final WorkerFactory factory;

    NoOpWorker(String target, String queue) {
        this.stubs = TemporalUnderTest.client(target);
        this.factory = WorkerFactory.newInstance(WorkflowClient.newInstance(stubs));
        factory.newWorker(queue).registerWorkflowImplementationTypes(DoesNothing.class);
        factory.start();
    }

    @Override
    public void close() {
        factory.shutdownNow();
        factory.awaitTermination(5, TimeUnit.MINUTES);
        stubs.shutdownNow();
    }

    public static final class DoesNothing implements DynamicWorkflow {

        @Override
        public @Nullable Object execute(EncodedValues order) {
            return null;
        }
    }
}
