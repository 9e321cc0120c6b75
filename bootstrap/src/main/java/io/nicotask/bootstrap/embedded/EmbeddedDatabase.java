package io.nicotask.bootstrap.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/**
 * A real PostgreSQL server for development, reachable on 127.0.0.1 only, with its own password and production
 * durability. It is a separate process: it runs until {@link #close()}, and the next start in its directory stops a
 * server that a killed process left running.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final String USER = "postgres";
    private static final Duration ORPHAN_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final EmbeddedPostgres server;
    private final PostgresFiles cluster;
    private final ProcessHandle process;
    private final String password;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedDatabase(EmbeddedPostgres server, PostgresFiles cluster, String password) throws IOException {
        this.server = server;
        this.process = Postmaster.of(cluster.directory())
                .orElseThrow(() -> new IOException("it has ended at once"))
                .process();
        this.cluster = cluster;
        this.password = password;
    }

    /**
     * Starts the server on this directory's existing data, or on an empty database, and returns when it answers.
     *
     * @throws EmbeddedStartFailed when it cannot start; no process is left running
     */
    public static EmbeddedDatabase start(DataDirectory directory) {
        return start(directory, PostgresStart::freePort);
    }

    /** Starts the server on the first of these ports that no other process uses. */
    static EmbeddedDatabase start(DataDirectory directory, IntSupplier ports) {
        refuseRootWithoutNamespaces();
        PostgresFiles cluster = new PostgresFiles(directory.path());
        try {
            Postmaster.stopOrphan(cluster.directory(), ORPHAN_TIMEOUT);
            Path passwordFile = cluster.prepare();
            String password = Files.readString(passwordFile);
            EmbeddedPostgres server = new PostgresStart(
                            cluster, passwordFile, password, PostgresBinaries.directory(directory.path()))
                    .onFirstFree(ports);
            cluster.confirm();
            return new EmbeddedDatabase(server, cluster, password);
        } catch (EmbeddedStartFailed e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            stopServer(cluster, ORPHAN_TIMEOUT);
            throw new EmbeddedStartFailed(
                    "The embedded database does not start: %s; %s tells more.".formatted(e.getMessage(), cluster.log()),
                    e);
        }
    }

    /** Returns the JDBC URL, without the password. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(server.getPort());
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** Runs the action, on another thread, when the server has ended by itself: it was killed, or has crashed. */
    public void onUnexpectedEnd(Runnable action) {
        Thread.ofVirtual().name("embedded-database-watch").start(() -> {
            try {
                while (Postmaster.isRunning(process)) {
                    Thread.sleep(WATCH_INTERVAL);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            if (!closed.get()) {
                action.run();
            }
        });
    }

    /** Shuts the server down, disconnects its clients, and returns when it has ended; a second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException("The embedded database cannot be closed", e);
        } finally {
            stopServer(cluster, CLOSE_TIMEOUT);
        }
    }

    private static void refuseRootWithoutNamespaces() {
        if ("root".equals(System.getProperty("user.name")) && !LinuxUtils.isUnshareAvailable()) {
            throw new EmbeddedStartFailed(
                    "PostgreSQL refuses to run as root, and user namespaces, which would help, are forbidden here:"
                            + " start as another user, or set database.url to an external PostgreSQL.",
                    null);
        }
    }

    private static void stopServer(PostgresFiles cluster, Duration timeout) {
        try {
            var postmaster = Postmaster.of(cluster.directory());
            if (postmaster.isPresent()) {
                postmaster.get().stop(timeout);
            }
        } catch (IOException e) {
            throw new IllegalStateException("The embedded database cannot be stopped", e);
        }
    }
}
