package io.nicotask.bootstrap.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

/**
 * The start of PostgreSQL in prepared files. The library behind it neither reserves the port, so that another process
 * can take it while the database is initialised, nor notices that the server has ended: it would wait for the whole
 * limit.
 */
final class PostgresStart {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final long POLL_MILLIS = 100;
    private static final int ATTEMPTS = 3;

    private final PostgresFiles cluster;
    private final EmbeddedPostgres.Builder builder;

    PostgresStart(PostgresFiles cluster, Path passwordFile, String password, Path binaries) {
        this.cluster = cluster;
        Redirect log = Redirect.appendTo(cluster.log().toFile());
        builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(binaries.toFile())
                .setDataDirectory(cluster.directory())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(LIMIT)
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setConnectConfig("password", password);
        configureInitialisation(passwordFile);
        configureServer();
    }

    /** Returns a port that is free at this moment. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the server when it answers.
     *
     * @throws IOException when it has ended on each of three ports, or has not answered within a minute
     */
    EmbeddedPostgres onFirstFree(IntSupplier ports) throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            cluster.clearLog();
            EmbeddedPostgres server = start(ports.getAsInt());
            if (Postmaster.of(cluster.directory()).isPresent()) {
                return server;
            }
            server.close();
        }
        throw new IOException("it has ended at once");
    }

    /** Returns a server that answers or has ended. */
    private EmbeddedPostgres start(int port) throws IOException {
        builder.setPort(port);
        try (ExecutorService starter = Executors.newSingleThreadExecutor()) {
            Future<EmbeddedPostgres> start = starter.submit(builder::start);
            while (true) {
                try {
                    return start.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException stillStarting) {
                    if (cluster.logReportsFailedStart()) {
                        // An interrupt ends the library's wait without an exception.
                        starter.shutdownNow();
                    }
                } catch (InterruptedException interrupted) {
                    starter.shutdownNow();
                    Thread.currentThread().interrupt();
                    throw new IOException("it was interrupted", interrupted);
                }
            }
        } catch (ExecutionException e) {
            Throwable fault = Objects.requireNonNull(e.getCause());
            throw new IOException(fault.getMessage(), fault);
        }
    }

    /**
     * Sets options of initdb: the library passes a "locale" entry on unchanged, and the later --auth overrides its
     * "trust".
     */
    private void configureInitialisation(Path passwordFile) {
        builder.setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile.toString())
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8");
    }

    /** Turns durability on: the library's defaults turn fsync and synchronous_commit off. */
    private void configureServer() {
        builder.setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100");
    }
}
