package io.nicotask.adapter.workflow;

import io.nicotask.domain.value.TaskId;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.RetryOptions;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A worker of another service, whose workflows know nothing of tasks. It caches no workflow, so each workflow task
 * replays the whole history.
 */
final class ExternalWorker implements AutoCloseable {

    static final String TYPE = "RackIngestion";

    /** The ids of the workflows whose method has been called. */
    private static final Set<String> CALLED = ConcurrentHashMap.newKeySet();

    private final WorkflowClient client;
    private final WorkerFactory factory;
    private final String queue;

    ExternalWorker(TestTemporal temporal, String queue, WorkerInterceptor... interceptors) {
        this(
                WorkflowClient.newInstance(
                        WorkflowServiceStubs.newServiceStubs(temporal.stubsOptions()),
                        WorkflowClientOptions.newBuilder()
                                .setNamespace(temporal.namespace())
                                .build()),
                queue,
                interceptors);
    }

    /** A worker on this client, which is closed with it. */
    ExternalWorker(WorkflowClient client, String queue, WorkerInterceptor... interceptors) {
        this.queue = queue;
        this.client = client;
        this.factory = WorkerFactory.newInstance(
                client,
                WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(interceptors)
                        .setWorkflowCacheSize(0)
                        .build());
        Worker worker = factory.newWorker(
                queue,
                WorkerOptions.newBuilder()
                        // The in-memory server would wait for a worker that has stopped.
                        .setStickyQueueScheduleToStartTimeout(Duration.ZERO)
                        .build());
        worker.registerWorkflowImplementationTypes(RackIngestionWorkflow.class, RackScanWorkflow.class);
        worker.registerActivitiesImplementations(new FailingScanner());
        factory.start();
    }

    static boolean hasCalled(TaskId task) {
        return CALLED.contains(TestTemporal.workflowId(task));
    }

    /** Signals the task's workflow how to end. */
    void end(TaskId task, String ending) {
        of(task).signal("end", ending);
    }

    WorkflowStub of(TaskId task) {
        return client.newUntypedWorkflowStub(TestTemporal.workflowId(task));
    }

    /** Starts a workflow under an id that the caller chooses. */
    WorkflowStub start(String id) {
        WorkflowStub stub = client.newUntypedWorkflowStub(
                TYPE,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(id)
                        .setTaskQueue(queue)
                        .build());
        stub.start(Map.of());
        return stub;
    }

    @Override
    public void close() {
        factory.shutdownNow();
        factory.awaitTermination(5, TimeUnit.MINUTES);
        client.getWorkflowServiceStubs().shutdownNow();
    }

    /** Ends in the way that a signal names. */
    @WorkflowInterface
    public interface RackIngestion {

        @WorkflowMethod(name = TYPE)
        String ingest(Map<String, Object> input);

        @SignalMethod(name = "end")
        void end(String ending);

        @UpdateMethod(name = "rename")
        String rename(String name);

        @QueryMethod(name = "name")
        String name();
    }

    /** A child workflow. */
    @WorkflowInterface
    public interface RackScan {

        @WorkflowMethod(name = "RackScan")
        String scan();
    }

    /** The workflow's activities. */
    @ActivityInterface
    public interface Scanner {

        @ActivityMethod(name = "Read")
        String read();
    }

    /** The external workflow. */
    public static final class RackIngestionWorkflow implements RackIngestion {

        private String name = "nameless";
        private @Nullable String end;

        @Override
        public String ingest(Map<String, Object> input) {
            CALLED.add(Workflow.getInfo().getWorkflowId());
            try {
                Workflow.await(() -> end != null);
            } catch (CanceledFailure cancelled) {
                return "was cancelled";
            }
            return switch (String.valueOf(end)) {
                case "well" -> "done";
                case "badly" -> throw ApplicationFailure.newFailure("the rack is on fire\nand more", "Fire");
                case "in an activity" -> scanner().read();
                case "in a defect" -> throw new IllegalStateException("a defect");
                case "with a child" ->
                    Workflow.newChildWorkflowStub(RackScan.class).scan();
                case "as new" -> {
                    Workflow.continueAsNew(input);
                    yield "never";
                }
                default -> "unknown";
            };
        }

        @Override
        public void end(String ending) {
            end = ending;
        }

        @Override
        public String rename(String to) {
            name = to;
            return "renamed";
        }

        @Override
        public String name() {
            return name;
        }

        private static Scanner scanner() {
            return Workflow.newActivityStub(
                    Scanner.class,
                    ActivityOptions.newBuilder()
                            .setStartToCloseTimeout(TestTemporal.CALL_LIMIT)
                            .setRetryOptions(RetryOptions.newBuilder()
                                    .setMaximumAttempts(1)
                                    .build())
                            .build());
        }
    }

    /** The child workflow. */
    public static final class RackScanWorkflow implements RackScan {

        @Override
        public String scan() {
            Workflow.sleep(Duration.ofMillis(1));
            return "scanned";
        }
    }

    private static final class FailingScanner implements Scanner {

        @Override
        public String read() {
            throw ApplicationFailure.newFailure("the scanner is dirty", "Dirt");
        }
    }
}
