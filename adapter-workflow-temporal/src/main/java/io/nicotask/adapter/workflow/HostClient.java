package io.nicotask.adapter.workflow;

import io.grpc.ManagedChannel;
import io.temporal.client.WorkflowClient;
import java.time.Duration;

/** A client of the host, which configures it and closes it. */
final class HostClient extends TemporalConnection {

    private final WorkflowClient client;

    HostClient(WorkflowClient client) {
        this.client = client;
    }

    /** Returns the target, or the authority of a channel that the host has built by itself. */
    @Override
    String address() {
        String target = client.getWorkflowServiceStubs().getOptions().getTarget();
        return target == null ? channel().authority() : target;
    }

    @Override
    String namespaceName() {
        return client.getOptions().getNamespace();
    }

    @Override
    boolean engineIsVolatile() {
        return false;
    }

    @Override
    String credentials() {
        return "credentials";
    }

    @Override
    Object transport() {
        return channel();
    }

    @Override
    TemporalChannel openForCalls(Duration callLimit) {
        return openForWorkers();
    }

    @Override
    TemporalChannel openForWorkers() {
        return TemporalChannel.ofHost(client.getWorkflowServiceStubs());
    }

    @Override
    WorkflowClient clientOver(TemporalChannel channel) {
        return client;
    }

    private ManagedChannel channel() {
        return client.getWorkflowServiceStubs().getRawChannel();
    }

    /** By identity: the SDK's clients are proxies, which do not even equal themselves. */
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(Object other) {
        return other instanceof HostClient that && client == that.client;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(client);
    }

    @Override
    public String toString() {
        return "the host's client of " + namespaceName() + " at " + address();
    }
}
