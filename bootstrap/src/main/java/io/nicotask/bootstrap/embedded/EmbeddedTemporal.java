package io.nicotask.bootstrap.embedded;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Temporal's in-memory server in this process, for development: any gRPC client reaches it on 127.0.0.1, and it runs in
 * real time. It accepts every namespace and loses everything at {@link #close()}. It never discards a closed workflow
 * (about 6.5 KB each): thousands of tasks are fine; a server that runs for months needs an external Temporal.
 */
public final class EmbeddedTemporal implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    /**
     * The shortest interval at which clients may ping, as on a real server; gRPC's default would disconnect idle
     * workers.
     */
    private static final long KEEP_ALIVE_SECONDS = 10;

    private final TestServicesStarter services;
    private final Server server;

    private EmbeddedTemporal(TestServicesStarter services, Server server) {
        this.services = services;
        this.server = server;
    }

    /**
     * Starts the server and returns when it listens.
     *
     * @param port the port, or 0 for any free one
     * @throws EmbeddedStartFailed when the port is in use
     */
    public static EmbeddedTemporal start(int port) {
        TestServicesStarter services = new TestServicesStarter(true, 0);
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(loopback, port))
                    .permitKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true);
            GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
            return new EmbeddedTemporal(services, builder.build().start());
        } catch (IOException e) {
            services.close();
            throw new EmbeddedStartFailed(
                    "The embedded Temporal cannot listen on %s:%d: %s.".formatted(HOST, port, e.getMessage()), e);
        }
    }

    /** Returns the address for clients, {@code host:port}. */
    public String target() {
        return HOST + ":" + server.getPort();
    }

    /** Disconnects clients and stops within seconds; a second call does nothing. */
    @Override
    public void close() {
        if (server.isShutdown()) {
            return;
        }
        server.shutdownNow();
        // The library joins its timer thread without a limit; in-memory data is not worth a longer wait.
        Thread closer =
                Thread.ofPlatform().daemon().name("embedded-temporal-close").start(services::close);
        try {
            server.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            closer.join(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
