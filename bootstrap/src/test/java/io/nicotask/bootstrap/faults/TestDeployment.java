package io.nicotask.bootstrap.faults;

import com.nimbusds.jose.JOSEException;
import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.bootstrap.DatabaseRows;
import io.nicotask.bootstrap.ObservedHardware;
import io.nicotask.bootstrap.ProductionConfiguration;
import io.nicotask.bootstrap.RackWorker;
import io.nicotask.bootstrap.RemoteHardwareServer;
import io.nicotask.bootstrap.TcpProxy;
import io.nicotask.bootstrap.TemporalInspector;
import io.nicotask.bootstrap.TemporalUnderTest;
import io.nicotask.bootstrap.embedded.DataDirectory;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.embedded.EmbeddedDatabase;
import io.nicotask.bootstrap.embedded.EmbeddedTemporal;
import io.nicotask.bootstrap.embedded.OrphanedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Replicas as in production, on one durable PostgreSQL and one Temporal, and a worker in a separate process whose
 * hardware records every call.
 */
final class TestDeployment implements AutoCloseable {

    private static final Duration CALL_TAKES = Duration.ofMillis(5);

    private final DataDirectory directory = DataDirectory.ephemeral();
    private final @Nullable EmbeddedTemporal temporal =
            TemporalUnderTest.target() == null ? EmbeddedTemporal.start(0) : null;
    private final String temporalTarget =
            temporal == null ? Objects.requireNonNull(TemporalUnderTest.target()) : temporal.target();
    private final String queue = TemporalUnderTest.newTaskQueue();
    private final TemporalInspector inspector = new TemporalInspector(temporalTarget, queue);
    private final ObservedHardware hardware;
    private final RemoteHardwareServer hardwareServer;
    private final TcpProxy databaseProxy;
    private final PersistenceModule.Settings database;
    private final DatabaseRows rows;
    private final List<Replica> replicas;
    private final String token;
    private EmbeddedDatabase server = EmbeddedDatabase.start(directory);
    private RackWorker worker;

    /**
     * Starts everything, and returns when all replicas are ready.
     *
     * @param size the number of replicas
     * @param callsUntilDone after how many calls the hardware reports a component as done
     */
    TestDeployment(int size, int callsUntilDone) throws IOException, JOSEException {
        this.hardware = new ObservedHardware(callsUntilDone, CALL_TAKES);
        this.hardwareServer = new RemoteHardwareServer(hardware);
        this.databaseProxy = new TcpProxy(address());
        this.database = new PersistenceModule.Settings(
                "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(databaseProxy.port()),
                server.user(),
                server.password(),
                PersistenceModule.Limits.DEFAULT);
        this.rows = new DatabaseRows(database);
        ProductionConfiguration settings =
                ProductionConfiguration.withQuickTokens(directory, DemoOrg.SITE, """
                database: {url: "%s", user: %s, password: "%s"}
                temporal: {target: "%s", taskQueue: %s}
                """.formatted(
                                database.url(), database.user(), database.password(), temporalTarget, queue));
        this.token = settings.token();
        this.replicas = IntStream.rangeClosed(1, size)
                .mapToObj(number -> Replica.start("replica-" + number, settings.file()))
                .toList();
        replicas.forEach(Replica::awaitReady);
        this.worker = RackWorker.start(database, temporalTarget, queue, hardwareServer.port());
    }

    List<Replica> replicas() {
        return replicas;
    }

    /** Returns a token with every right. */
    String token() {
        return token;
    }

    PersistenceModule.Settings database() {
        return database;
    }

    String temporalTarget() {
        return temporalTarget;
    }

    /** Returns the worker's task queue. */
    String queue() {
        return queue;
    }

    DatabaseRows rows() {
        return rows;
    }

    TemporalInspector inspector() {
        return inspector;
    }

    ObservedHardware hardware() {
        return hardware;
    }

    /** Kills the worker, without a chance to report, and starts another. */
    void replaceWorker() {
        worker.kill();
        worker = RackWorker.start(database, temporalTarget, queue, hardwareServer.port());
    }

    /** Suspends every thread of the worker until it is resumed or replaced. */
    void pauseWorker() {
        worker.pause();
    }

    void resumeWorker() {
        worker.resume();
    }

    /** Kills the database, as if its host had failed. */
    void killDatabase() {
        try {
            OrphanedPostgres.killIn(directory.path());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** Shuts the database down in immediate mode: clients are disconnected and no checkpoint is written. */
    void stopDatabaseImmediately() {
        try {
            OrphanedPostgres.stopAtOnceIn(directory.path());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** Restarts the database on its data; clients find it at the same address. */
    void restartDatabase() {
        server.close();
        server = EmbeddedDatabase.start(directory);
        databaseProxy.forwardTo(address());
    }

    private String address() {
        return server.url().replaceFirst("^jdbc:postgresql://(.*)/.*$", "$1");
    }

    @Override
    public void close() {
        replicas.forEach(Replica::close);
        worker.close();
        rows.close();
        hardwareServer.close();
        inspector.close();
        if (temporal != null) {
            temporal.close();
        }
        databaseProxy.close();
        server.close();
        directory.close();
    }
}
