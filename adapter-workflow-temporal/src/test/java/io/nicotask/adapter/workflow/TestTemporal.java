package io.nicotask.adapter.workflow;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import io.nicotask.tls.TestCertificates.Identity;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A namespace of a Temporal server, with a plain gRPC client that reads its state for assertions. */
final class TestTemporal implements AutoCloseable {

    static final String NAMESPACE = "default";

    /** Long enough that no test depends on the speed of the machine. */
    static final Duration CALL_LIMIT = Duration.ofMinutes(5);

    /** The address of the real server to test on, {@code host:port}; null for the in-memory server. */
    private static final @Nullable String REAL_TARGET = System.getProperty("nicotask.temporal");

    private final String target;
    private final String namespace;
    private final @Nullable InMemoryServer inMemory;
    private final ManagedChannel channel;

    private TestTemporal(String target, String namespace, @Nullable InMemoryServer inMemory) {
        this.target = target;
        this.namespace = namespace;
        this.inMemory = inMemory;
        this.channel = Grpc.newChannelBuilder(target, InsecureChannelCredentials.create())
                .build();
    }

    /** Returns the real server if one is configured, otherwise a new in-memory server. */
    static TestTemporal underTest() {
        return REAL_TARGET == null ? start() : new TestTemporal(REAL_TARGET, NAMESPACE, null);
    }

    /** Like {@link #underTest()}, in another namespace, which is created if it is missing. */
    static TestTemporal underTestIn(String namespace) {
        TestTemporal temporal =
                REAL_TARGET == null ? inMemory(0, namespace) : new TestTemporal(REAL_TARGET, namespace, null);
        if (temporal.isReal()) {
            temporal.registerNamespace();
        }
        return temporal;
    }

    /** Starts an in-memory server, for tests that stop it. */
    static TestTemporal start() {
        return inMemory(0, NAMESPACE);
    }

    static TestTemporal startAt(int port) {
        return inMemory(port, NAMESPACE);
    }

    private static TestTemporal inMemory(int port, String namespace) {
        InMemoryServer server = new InMemoryServer(port);
        return new TestTemporal("127.0.0.1:" + server.port(), namespace, server);
    }

    /**
     * Serves an in-memory server over TLS as well.
     *
     * @param clients the authority of client certificates, which are demanded then, or null
     */
    SecuredServer secured(Identity server, @Nullable Identity clients) {
        return new SecuredServer(Objects.requireNonNull(inMemory), server, clients);
    }

    boolean isReal() {
        return inMemory == null;
    }

    int port() {
        return Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
    }

    String target() {
        return target;
    }

    String namespace() {
        return namespace;
    }

    /** Returns the namespace and its id on the server. */
    String identity() {
        return namespace + " "
                + client().describeNamespace(DescribeNamespaceRequest.newBuilder()
                                .setNamespace(namespace)
                                .build())
                        .getNamespaceInfo()
                        .getId();
    }

    /** Returns options for a client of the SDK. */
    WorkflowServiceStubsOptions stubsOptions() {
        return WorkflowServiceStubsOptions.newBuilder()
                .setTarget(target)
                .setRpcTimeout(CALL_LIMIT)
                .setSystemInfoTimeout(CALL_LIMIT)
                .build();
    }

    /** Returns a client that is independent of the one under test. */
    WorkflowServiceBlockingStub client() {
        return WorkflowServiceGrpc.newBlockingStub(channel).withDeadlineAfter(CALL_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    WorkflowDescription describedAs(TaskId task) {
        try {
            WorkflowExecutionInfo info = describe(task);
            WorkflowRunId run = new WorkflowRunId(info.getExecution().getRunId());
            return info.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
                    ? new WorkflowDescription.Open(identity(), run)
                    : new WorkflowDescription.Closed(identity(), closeStatus(info), run, Duration.ZERO);
        } catch (StatusRuntimeException failed) {
            if (failed.getStatus().getCode() == Code.NOT_FOUND) {
                return new WorkflowDescription.NotFound(identity(), false);
            }
            throw failed;
        }
    }

    WorkflowExecutionInfo describe(TaskId task) {
        return client().describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(namespace)
                        .setExecution(execution(task))
                        .build())
                .getWorkflowExecutionInfo();
    }

    /** Returns the failure type of the task's workflow. */
    String failureType(TaskId task) {
        return lastEvent(task)
                .getWorkflowExecutionFailedEventAttributes()
                .getFailure()
                .getApplicationFailureInfo()
                .getType();
    }

    /** Returns the attributes with which the task's workflow was started. */
    WorkflowExecutionStartedEventAttributes startAttributes(TaskId task) {
        return history(workflowId(task)).getFirst().getWorkflowExecutionStartedEventAttributes();
    }

    /** Returns the types of the events of the task's workflow. */
    List<EventType> events(TaskId task) {
        return events(workflowId(task));
    }

    /** Returns the types of the events of a workflow. */
    List<EventType> events(String workflowId) {
        return history(workflowId).stream().map(HistoryEvent::getEventType).toList();
    }

    /** Returns the id of the only child of the task's workflow. */
    String childOf(TaskId task) {
        return history(workflowId(task)).stream()
                .filter(HistoryEvent::hasChildWorkflowExecutionStartedEventAttributes)
                .map(event -> event.getChildWorkflowExecutionStartedEventAttributes()
                        .getWorkflowExecution()
                        .getWorkflowId())
                .findFirst()
                .orElseThrow();
    }

    void awaitClosed(TaskId task, CloseStatus closeStatus) {
        await().untilAsserted(() -> assertThat(describedAs(task))
                .isInstanceOfSatisfying(
                        WorkflowDescription.Closed.class,
                        closed -> assertThat(closed.closeStatus()).isEqualTo(closeStatus)));
    }

    private HistoryEvent lastEvent(TaskId task) {
        return history(workflowId(task)).getLast();
    }

    /** Returns the events of a workflow. */
    List<HistoryEvent> history(String workflowId) {
        return client().getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                        .setNamespace(namespace)
                        .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                        .build())
                .getHistory()
                .getEventsList();
    }

    static WorkflowExecution execution(TaskId task) {
        return WorkflowExecution.newBuilder().setWorkflowId(workflowId(task)).build();
    }

    static String workflowId(TaskId task) {
        return "nico-task-" + task.value();
    }

    private static CloseStatus closeStatus(WorkflowExecutionInfo info) {
        return CloseStatus.valueOf(info.getStatus().name().replace("WORKFLOW_EXECUTION_STATUS_", ""));
    }

    /** Waits, since the server serves a new namespace only some time after it has registered it. */
    private void registerNamespace() {
        try {
            RegisterNamespaceResponse registered = client().registerNamespace(RegisterNamespaceRequest.newBuilder()
                    .setNamespace(namespace)
                    .setWorkflowExecutionRetentionPeriod(com.google.protobuf.Duration.newBuilder()
                            .setSeconds(Duration.ofDays(1).toSeconds()))
                    .build());
            assertThat(registered).isNotNull();
        } catch (StatusRuntimeException failed) {
            assertThat(failed.getStatus().getCode()).isEqualTo(Code.ALREADY_EXISTS);
        }
        await().ignoreException(StatusRuntimeException.class)
                .until(() -> client().listWorkflowExecutions(ListWorkflowExecutionsRequest.newBuilder()
                                .setNamespace(namespace)
                                .build())
                        .isInitialized());
    }

    /** Disconnects, and stops an in-memory server, whose workflows are lost. */
    @Override
    public void close() {
        channel.shutdownNow();
        if (inMemory != null) {
            inMemory.close();
        }
    }
}
