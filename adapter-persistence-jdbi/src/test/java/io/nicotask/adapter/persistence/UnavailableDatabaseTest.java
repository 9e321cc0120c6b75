package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.application.contract.StoreContract.RACK;
import static io.nicotask.application.contract.StoreContract.SCOPE;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.faults.Fault.POOL_EXHAUSTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.port.Change.RackCheckScheduled;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.value.TaskId;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens to the database, the caller gets {@code StoreUnavailable} within a limit of time. Only the limit that
 * a test is about is short.
 */
final class UnavailableDatabaseTest {

    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Limits SHORT_CONNECTION = new Limits(1, Duration.ofSeconds(2), LONG, LONG, LONG);
    private static final Limits SHORT_STATEMENT = new Limits(1, LONG, SHORT, LONG, LONG);
    private static final Limits SHORT_LOCK = new Limits(1, LONG, LONG, SHORT, LONG);
    private static final Limits SHORT_NETWORK = new Limits(1, SHORT, LONG, LONG, SHORT);
    private static final Limits LONG_LIMITS = new Limits(1, LONG, LONG, LONG, LONG);
    private static final Settings DATABASE = PostgresTestServer.emptyDatabase();

    private final TaskId task = aPendingTask().build().id();
    private final Jdbi jdbi = PostgresTestServer.jdbi(DATABASE);

    @Test
    void a_server_that_has_stopped() throws IOException {
        EmbeddedPostgres server = PostgresTestServer.start();
        try (PersistenceModule module = PersistenceModule.open(
                PostgresTestServer.withLimits(PostgresTestServer.settings(server, "postgres"), SHORT_CONNECTION))) {
            await().until(module::isAlive);

            server.close();

            assertUnavailable(module);
            assertThat(module.isAlive()).isFalse();
        }
    }

    @Test
    void a_server_that_does_not_exist() throws IOException {
        // A bound socket that does not listen: connections are refused, and no other process gets the port.
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            assertCannotOpen(bound.getLocalPort());
        }
    }

    @Test
    void a_server_that_never_responds() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertCannotOpen(silent.getLocalPort());
        }
    }

    @Test
    void a_server_that_stops_responding() throws Exception {
        try (PersistenceModule module = open(SHORT_NETWORK)) {
            await().until(module::isAlive);
            int backend = backend();

            signal("STOP", backend);
            try {
                assertUnavailable(module);
            } finally {
                signal("CONT", backend);
            }

            await().until(module::isAlive);
        }
    }

    @Test
    void a_pool_without_a_free_connection() {
        try (PersistenceModule module = open(SHORT_CONNECTION)) {
            await().until(module::isAlive);
            whileDeciding(module, () -> {
                assertThatThrownBy(() -> ports(module).tasks().find(SCOPE, task))
                        .isInstanceOf(StoreUnavailable.class)
                        .hasMessage("All connections to the database were in use by this server:"
                                + " 1 in use, 0 further callers wait");
                assertThat(module.isAlive()).isTrue();
                FiredFaults.count(POOL_EXHAUSTED, Layer.PARTS, 1);
            });

            await().until(module::isAlive);
        }
    }

    @Test
    void an_exhausted_pool_does_not_block_a_separate_pool() {
        try (PersistenceModule module = open(LONG_LIMITS);
                PersistenceModule other = module.withSeparatePool(1)) {
            whileDeciding(
                    module,
                    () -> assertThat(ports(other).tasks().find(SCOPE, task)).isEmpty());
        }
    }

    /** The only connection is held for longer than a request waits. */
    @Test
    void work_in_the_background_waits_longer_for_its_few_connections() {
        try (PersistenceModule module = open(SHORT_CONNECTION);
                PersistenceModule background = module.withSeparatePool(1)) {
            CompletableFuture<Boolean> second = new CompletableFuture<>();
            whileDeciding(background, () -> {
                Thread.ofVirtual()
                        .start(() -> second.complete(
                                ports(background).tasks().find(SCOPE, task).isEmpty()));
                whileDeciding(module, () -> assertUnavailable(module));
            });

            assertThat(second.join()).isTrue();
        }
    }

    /** Runs on another thread while a decision holds the module's only connection. */
    private static void whileDeciding(PersistenceModule module, Runnable work) {
        ports(module)
                .storage()
                .decideOnRack(
                        SCOPE,
                        RACK,
                        rack -> ConcurrentRuns.elsewhere(() -> {
                            work.run();
                            return Decision.unchanged(rack);
                        }));
    }

    @Test
    void a_lock_that_is_never_released() {
        try (PersistenceModule module = open(SHORT_LOCK)) {
            jdbi.useTransaction(handle -> {
                handle.execute("lock table task in access exclusive mode");
                assertUnavailable(module);
            });

            assertThat(ports(module).tasks().find(SCOPE, task)).isEmpty();
        }
    }

    @Test
    void a_statement_that_takes_too_long() {
        try (var pool = pool(SHORT_STATEMENT)) {
            JdbiTransactions transactions = new JdbiTransactions(PostgresTestServer.qualified(Jdbi.create(pool)));

            assertThatThrownBy(() -> transactions.read(handle -> handle.execute("select pg_sleep(60)")))
                    .isInstanceOf(StoreUnavailable.class);
        }
    }

    @Test
    void a_connection_that_is_cut_in_the_middle_of_a_decision() {
        assertUndecided(rack -> Decision.of(rack, new RackCheckScheduled(RACK, Duration.ZERO)));
    }

    /** Reading the rack deletes expired leases, on which the decision relies. */
    @Test
    void a_connection_that_is_cut_before_the_commit_of_a_decision_on_a_rack() {
        assertUndecided(Decision::unchanged);
    }

    private static Ports ports(PersistenceModule module) {
        return module.ports(
                new ProviderAdminPolicy(module.sites()), RackConflicts.SHARED_COMPONENTS, InstantSource.system());
    }

    private void assertUndecided(Function<RackOccupancy, Decision<RackOccupancy>> decision) {
        try (PersistenceModule module = open(LONG_LIMITS)) {
            TaskStorage storage = ports(module).storage();

            assertThatThrownBy(() -> storage.decideOnRack(SCOPE, RACK, rack -> {
                        cutConnections();
                        return decision.apply(rack);
                    }))
                    .isInstanceOf(StoreUnavailable.class);

            assertThat(ports(module).tasks().find(SCOPE, task)).isEmpty();
        }
    }

    @Test
    void a_connection_that_is_cut_after_the_reads_of_a_decision_that_writes_nothing_does_not_matter() {
        try (var pool = pool(LONG_LIMITS)) {
            JdbiTransactions transactions = new JdbiTransactions(PostgresTestServer.qualified(Jdbi.create(pool)));

            int answer = transactions.decide(transaction -> {
                int read = transaction.read(handle ->
                        handle.createQuery("select 7").mapTo(Integer.class).one());
                cutConnections();
                return read;
            });

            assertThat(answer).isEqualTo(7);
        }
    }

    @Test
    void a_module_that_is_closed() {
        PersistenceModule module = open(LONG_LIMITS);

        module.close();

        assertUnavailable(module);
    }

    private static ConnectionPool pool(Limits limits) {
        return ConnectionPool.open(PostgresTestServer.withLimits(DATABASE, limits), SchemaMigrator.migrate(DATABASE));
    }

    /** Opens a module on the shared database; repeats, since its short limit may be too short to connect. */
    private static PersistenceModule open(Limits limits) {
        return await().ignoreExceptions()
                .until(() -> PersistenceModule.open(PostgresTestServer.withLimits(DATABASE, limits)), Objects::nonNull);
    }

    private void assertUnavailable(PersistenceModule module) {
        assertThatThrownBy(() -> ports(module).tasks().find(SCOPE, task)).isInstanceOf(StoreUnavailable.class);
    }

    private static void assertCannotOpen(int port) {
        Settings nowhere =
                new Settings("jdbc:postgresql://127.0.0.1:" + port + "/tasks", "ada", "geheim", SHORT_NETWORK);

        assertThatThrownBy(() -> PersistenceModule.open(nowhere))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageStartingWith("The database cannot be reached: ")
                .hasMessageNotContaining("geheim");
    }

    /** Returns the server process of the module's only connection. */
    private int backend() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select pid from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid()
                        """).mapTo(Integer.class).one());
    }

    private static void signal(String name, int process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process))
                        .start()
                        .waitFor())
                .isZero();
    }

    private void cutConnections() {
        int cut = jdbi.withHandle(
                handle -> handle.createQuery("""
                        select count(pg_terminate_backend(pid, 10000)) from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid()
                        """).mapTo(Integer.class).one());
        assertThat(cut).isEqualTo(1);
    }
}
