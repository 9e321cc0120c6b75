package io.nicotask.adapter.workflow;

import com.google.protobuf.Message;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.namespace.v1.NamespaceInfo;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.TerminateWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.TerminateWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceImplBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A server on loopback that gives responses which the in-memory server never gives. */
final class ScriptedTemporal extends WorkflowServiceImplBase implements AutoCloseable {

    private final Server server;
    private volatile StatusRuntimeException refusal = Status.UNKNOWN.asRuntimeException();
    private volatile boolean knowsNamespace = true;
    private volatile String namespaceId = "";
    private volatile WorkflowExecutionStatus status;
    private volatile String type = "RackOperation";

    ScriptedTemporal() {
        try {
            this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(this)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String target() {
        return "127.0.0.1:" + server.getPort();
    }

    /** Fails every request with this error from now on, except requests for the namespace. */
    void refuses(StatusRuntimeException with) {
        refusal = with;
    }

    /** Knows no namespace from now on. */
    void knowsNoNamespace() {
        knowsNamespace = false;
    }

    /** Gives the namespace this id from now on, as another server would. */
    void becomes(String id) {
        namespaceId = id;
    }

    /** Describes every workflow as being in this state from now on. */
    void describesAs(WorkflowExecutionStatus as) {
        status = as;
    }

    /** Describes every workflow as being in this state and of this type from now on. */
    void describesAs(WorkflowExecutionStatus as, String ofType) {
        status = as;
        type = ofType;
    }

    @Override
    public void startWorkflowExecution(
            StartWorkflowExecutionRequest request, StreamObserver<StartWorkflowExecutionResponse> observer) {
        observer.onError(refusal);
    }

    @Override
    public void terminateWorkflowExecution(
            TerminateWorkflowExecutionRequest request, StreamObserver<TerminateWorkflowExecutionResponse> observer) {
        observer.onError(refusal);
    }

    @Override
    public void describeWorkflowExecution(
            DescribeWorkflowExecutionRequest request, StreamObserver<DescribeWorkflowExecutionResponse> observer) {
        if (status == null) {
            observer.onError(refusal);
        } else {
            answer(
                    observer,
                    DescribeWorkflowExecutionResponse.newBuilder()
                            .setWorkflowExecutionInfo(WorkflowExecutionInfo.newBuilder()
                                    .setStatus(status)
                                    .setType(WorkflowType.newBuilder().setName(type))
                                    .setExecution(WorkflowExecution.newBuilder().setRunId("run")))
                            .build());
        }
    }

    @Override
    public void describeNamespace(
            DescribeNamespaceRequest request, StreamObserver<DescribeNamespaceResponse> observer) {
        if (knowsNamespace) {
            answer(
                    observer,
                    DescribeNamespaceResponse.newBuilder()
                            .setNamespaceInfo(NamespaceInfo.newBuilder().setId(namespaceId))
                            .build());
        } else {
            observer.onError(Status.NOT_FOUND.asRuntimeException());
        }
    }

    private static <T extends Message> void answer(StreamObserver<T> observer, T answer) {
        observer.onNext(answer);
        observer.onCompleted();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
