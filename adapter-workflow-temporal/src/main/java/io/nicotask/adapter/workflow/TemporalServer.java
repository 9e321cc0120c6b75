package io.nicotask.adapter.workflow;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A namespace of a Temporal server, reached by a connection of this library. Immutable: each method returns a copy. Calls
 * are plain text unless TLS is turned on. Neither {@code toString} nor any error contains a key or a certificate.
 */
public final class TemporalServer extends TemporalConnection {

    private static final String DEFAULT_NAMESPACE = "default";
    private static final Duration NO_WORKER_HEARTBEATS = Duration.ofSeconds(-1);

    private final TemporalTransport transport;
    private final String namespace;
    private final boolean engineIsVolatile;

    TemporalServer(String target) {
        this(TemporalTransport.plainTo(target), DEFAULT_NAMESPACE, false);
    }

    private TemporalServer(TemporalTransport transport, String namespace, boolean engineIsVolatile) {
        this.transport = transport;
        this.namespace = namespace;
        this.engineIsVolatile = engineIsVolatile;
    }

    /**
     * Sets the namespace of the workflows, {@code default} unless it is set.
     *
     * @throws IllegalArgumentException when it is blank
     */
    public TemporalServer namespace(String name) {
        return new TemporalServer(transport, SiteEndpoint.requireNotBlank(name, "namespace"), engineIsVolatile);
    }

    /** Marks a server that loses its workflows at a restart, such as Temporal's in-memory server. */
    public TemporalServer losingWorkflowsAtRestart() {
        return new TemporalServer(transport, namespace, true);
    }

    /** Turns on TLS, with the authorities that the Java runtime trusts. */
    public TemporalServer tls() {
        return with(transport.withTls(transport.tlsOrDefault()));
    }

    /**
     * Turns on TLS, with these authorities instead of those that the Java runtime trusts.
     *
     * @param authorities one or more X.509 certificates as PEM
     * @throws IllegalArgumentException when the text has no certificate
     */
    public TemporalServer trusting(String authorities) {
        return with(transport.withTls(transport.tlsOrDefault().trusting(authorities)));
    }

    /**
     * Turns on TLS, with a certificate of the client (mTLS).
     *
     * @param certificate the client's X.509 certificate as PEM, followed by intermediate ones if there are any
     * @param key its private key as PEM, PKCS #8 without encryption ({@code BEGIN PRIVATE KEY})
     * @throws IllegalArgumentException when one of the two is not that, or the key does not belong to the certificate
     */
    public TemporalServer clientCertificate(String certificate, String key) {
        return with(transport.withTls(transport.tlsOrDefault().withClientCertificate(certificate, key)));
    }

    /**
     * Turns on TLS, with a server certificate for this name instead of the target's host.
     *
     * @throws IllegalArgumentException when the name is blank
     */
    public TemporalServer serverName(String name) {
        return with(transport.withTls(
                transport.tlsOrDefault().withServerName(SiteEndpoint.requireNotBlank(name, "server name"))));
    }

    /**
     * Sends an API key with each call ({@code Authorization: Bearer …}), and turns on TLS: a key is never sent as plain text.
     *
     * @param key returns the key that is valid now; called for each call, by many threads. While it throws, or returns what
     *     is no key, the engine is unavailable
     */
    public TemporalServer apiKey(Supplier<String> key) {
        return with(transport.withTls(transport.tlsOrDefault()).withApiKey(key));
    }

    private TemporalServer with(TemporalTransport changed) {
        return new TemporalServer(changed, namespace, engineIsVolatile);
    }

    @Override
    String address() {
        return transport.target();
    }

    @Override
    String namespaceName() {
        return namespace;
    }

    @Override
    boolean engineIsVolatile() {
        return engineIsVolatile;
    }

    @Override
    String credentials() {
        return transport.apiKey() == null ? "credentials" : "API key";
    }

    @Override
    Object transport() {
        return transport;
    }

    /** Connections are replaced by the channel, and idle ones cost nothing: neither timers nor pings. */
    @Override
    TemporalChannel openForCalls(Duration callLimit) {
        return open(transport
                .stubsOptions()
                .setRpcTimeout(callLimit)
                .setEnableKeepAlive(false)
                .setConnectionBackoffResetFrequency(null)
                .setGrpcReconnectFrequency(null));
    }

    @Override
    TemporalChannel openForWorkers() {
        return open(transport
                .stubsOptions()
                .setRpcTimeout(Duration.ofSeconds(3))
                .setConnectionBackoffResetFrequency(Duration.ofSeconds(2))
                // Detects a dead connection long before its polls time out. Temporal closes connections that ping as
                // often as every ten seconds.
                .setKeepAliveTime(Duration.ofSeconds(15))
                .setKeepAliveTimeout(Duration.ofSeconds(5)));
    }

    private static TemporalChannel open(WorkflowServiceStubsOptions.Builder options) {
        return TemporalChannel.own(WorkflowServiceStubs.newServiceStubs(options.build()));
    }

    @Override
    WorkflowClient clientOver(TemporalChannel channel) {
        return WorkflowClient.newInstance(
                channel.stubs(),
                WorkflowClientOptions.newBuilder()
                        .setNamespace(namespace)
                        .setDataConverter(DefaultDataConverter.STANDARD_INSTANCE)
                        .setWorkerHeartbeatInterval(NO_WORKER_HEARTBEATS)
                        .build());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TemporalServer that
                && transport.equals(that.transport)
                && namespace.equals(that.namespace)
                && engineIsVolatile == that.engineIsVolatile;
    }

    @Override
    public int hashCode() {
        return Objects.hash(transport, namespace, engineIsVolatile);
    }

    @Override
    public String toString() {
        return namespace + " at " + transport;
    }
}
