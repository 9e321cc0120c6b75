package io.nicotask.adapter.workflow;

import com.google.protobuf.Message;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.namespace.v1.NamespaceInfo;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
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
    private volatile StatusRuntimeException failure = Status.UNKNOWN.asRuntimeException();
    private volatile boolean knowsNamespace = true;
    private volatile String namespaceId = "";
    private volatile WorkflowExecutionStatus status;

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
    void failWith(StatusRuntimeException error) {
        failure = error;
    }

    /** Knows no namespace from now on. */
    void forgetNamespace() {
        knowsNamespace = false;
    }

    /** Gives the namespace this id from now on, as another server would. */
    void changeNamespaceId(String id) {
        namespaceId = id;
    }

    /** Describes every workflow as being in this state from now on. */
    void describeAs(WorkflowExecutionStatus newStatus) {
        status = newStatus;
    }

    @Override
    public void getSystemInfo(GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> observer) {
        respond(observer, GetSystemInfoResponse.getDefaultInstance());
    }

    @Override
    public void startWorkflowExecution(
            StartWorkflowExecutionRequest request, StreamObserver<StartWorkflowExecutionResponse> observer) {
        observer.onError(failure);
    }

    @Override
    public void terminateWorkflowExecution(
            TerminateWorkflowExecutionRequest request, StreamObserver<TerminateWorkflowExecutionResponse> observer) {
        observer.onError(failure);
    }

    @Override
    public void describeWorkflowExecution(
            DescribeWorkflowExecutionRequest request, StreamObserver<DescribeWorkflowExecutionResponse> observer) {
        if (status == null) {
            observer.onError(failure);
        } else {
            respond(
                    observer,
                    DescribeWorkflowExecutionResponse.newBuilder()
                            .setWorkflowExecutionInfo(WorkflowExecutionInfo.newBuilder()
                                    .setStatus(status)
                                    .setExecution(WorkflowExecution.newBuilder().setRunId("run")))
                            .build());
        }
    }

    @Override
    public void describeNamespace(
            DescribeNamespaceRequest request, StreamObserver<DescribeNamespaceResponse> observer) {
        if (knowsNamespace) {
            respond(
                    observer,
                    DescribeNamespaceResponse.newBuilder()
                            .setNamespaceInfo(NamespaceInfo.newBuilder().setId(namespaceId))
                            .build());
        } else {
            observer.onError(Status.NOT_FOUND.asRuntimeException());
        }
    }

    private static <T extends Message> void respond(StreamObserver<T> observer, T response) {
        observer.onNext(response);
        observer.onCompleted();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
