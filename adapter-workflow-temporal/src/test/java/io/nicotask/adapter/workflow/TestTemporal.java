package io.nicotask.adapter.workflow;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.Sighting;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.TaskId;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Temporal's in-memory server on loopback, and a plain client of its own that tells what is true there. */
final class TestTemporal implements AutoCloseable {

    static final String NAMESPACE = "default";

    /** What a real server permits; gRPC's own default would turn workers away after some minutes. */
    private static final long KEEP_ALIVE_SECONDS = 10;

    private final TestServicesStarter services = new TestServicesStarter(true, 0);
    private final Server server;
    private final int port;
    private final ManagedChannel channel;

    private TestTemporal(int port) {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .permitKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
        GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
        try {
            this.server = builder.build().start();
            this.port = server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.channel = Grpc.newChannelBuilder(target(), InsecureChannelCredentials.create())
                .build();
    }

    static TestTemporal start() {
        return new TestTemporal(0);
    }

    static TestTemporal startAt(int port) {
        return new TestTemporal(port);
    }

    int port() {
        return port;
    }

    String target() {
        return "127.0.0.1:" + port;
    }

    /** A client that is not the one under test. */
    WorkflowServiceBlockingStub client() {
        return WorkflowServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    Sighting seen(TaskId task) {
        try {
            WorkflowExecutionInfo info = describe(task);
            return info.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
                    ? new Sighting.Open()
                    : new Sighting.Closed(
                            closeStatus(info), new RunId(info.getExecution().getRunId()));
        } catch (StatusRuntimeException failed) {
            if (failed.getStatus().getCode() == Code.NOT_FOUND) {
                return new Sighting.Missing(NAMESPACE, false);
            }
            throw failed;
        }
    }

    WorkflowExecutionInfo describe(TaskId task) {
        return client().describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(NAMESPACE)
                        .setExecution(execution(task))
                        .build())
                .getWorkflowExecutionInfo();
    }

    /** The name under which the task's workflow has failed. */
    String failureType(TaskId task) {
        return lastEvent(task)
                .getWorkflowExecutionFailedEventAttributes()
                .getFailure()
                .getApplicationFailureInfo()
                .getType();
    }

    private HistoryEvent lastEvent(TaskId task) {
        var history = client().getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                        .setNamespace(NAMESPACE)
                        .setExecution(execution(task))
                        .build())
                .getHistory();
        return history.getEvents(history.getEventsCount() - 1);
    }

    static WorkflowExecution execution(TaskId task) {
        return WorkflowExecution.newBuilder()
                .setWorkflowId("nico-task-" + task.value())
                .build();
    }

    private static CloseStatus closeStatus(WorkflowExecutionInfo info) {
        return CloseStatus.valueOf(info.getStatus().name().replace("WORKFLOW_EXECUTION_STATUS_", ""));
    }

    /** Goes away, and takes all that it knows with it. */
    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
        services.close();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
