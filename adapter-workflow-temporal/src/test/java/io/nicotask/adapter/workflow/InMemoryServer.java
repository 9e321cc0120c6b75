package io.nicotask.adapter.workflow;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Temporal's in-memory server on loopback. */
final class InMemoryServer implements AutoCloseable {

    /** The interval that a real server permits; gRPC's default would disconnect workers after some minutes. */
    private static final long KEEP_ALIVE_SECONDS = 10;

    private final TestServicesStarter services = new TestServicesStarter(true, 0);
    private final Server server;

    /** Starts on the port, or on any free one if it is 0. */
    InMemoryServer(int port) {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .permitKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
        register(builder);
        try {
            this.server = builder.build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets another server serve the same workflows. */
    void register(NettyServerBuilder builder) {
        GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
        services.close();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
