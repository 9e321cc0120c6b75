package io.nicotask.bootstrap.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.bootstrap.ProductionConfiguration;
import io.nicotask.bootstrap.RunningServer;
import io.nicotask.bootstrap.config.Setting;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.value.TaskId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Benchmarks cancels over HTTP on a complete server and a real database, compared with pgbench running the same SQL.
 * The only argument is the number of rounds; docs/performance.md explains the output.
 */
public final class CancelBenchmark {

    /** The number of tasks that each client cancels, by the number of clients. */
    private static final Map<Integer, Integer> LOADS = new TreeMap<>(Map.of(1, 800, 8, 250, 64, 60));

    private static final int WARM_UP = 1_000;
    private static final int SAMPLES = 20;
    private static final int QUIET_MILLISECONDS = 200;
    private static final int ACCEPTED = 202;
    private static final int OK = 200;

    private final BenchmarkDatabase database;
    private final Path configuration;
    private final String token;
    private final PreparedTasks tasks = new PreparedTasks();
    private final ResultTable table = new ResultTable();

    private CancelBenchmark(BenchmarkDatabase database) throws IOException {
        this.database = database;
        ProductionConfiguration settings = ProductionConfiguration.in(database.directory(), DemoOrg.SITE, "");
        this.token = settings.token();
        this.configuration = settings.file();
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        try (BenchmarkDatabase database = new BenchmarkDatabase()) {
            CancelBenchmark benchmark = new CancelBenchmark(database);
            benchmark.describe();
            benchmark.warmUp();
            for (int round = 1; round <= rounds; round++) {
                double busy = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
                System.out.printf("%nRound %d of %d, load average %.1f%n", round, rounds, busy);
                for (Map.Entry<Integer, Integer> load : LOADS.entrySet()) {
                    benchmark.measure(load.getKey(), load.getValue());
                }
            }
            benchmark.table.print();
        }
    }

    private void describe() throws Exception {
        System.out.printf(
                "%d cores, Java %s, PostgreSQL %s on %s, fsync %s, synchronous_commit %s%n%s%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                database.ask("show server_version"),
                Files.getFileStore(database.directory().path()).type(),
                database.ask("show fsync"),
                database.ask("show synchronous_commit"),
                PgBench.find().isEmpty() ? "No pgbench is installed: the comparison is left out" : PgBench.find());
    }

    private void warmUp() throws Exception {
        try (RunningServer server = startWithTemporal()) {
            List<TaskId> some = tasks.prepareWithWorkflows(server, WARM_UP);
            cancel(server, 8, some);
            get(server, 8, some);
        }
        database.settle();
    }

    private void measure(int clients, int each) throws Exception {
        CancelScript script;
        long before;
        try (RunningServer server = startWithoutTemporal()) {
            List<TaskId> attempted = tasks.prepare(server, clients * each);
            List<TaskId> held = tasks.prepare(server, clients * each);
            List<TaskId> samples = tasks.prepare(server, SAMPLES);
            before = tasks.last();
            get(server, clients, tasks.prepare(server, clients * each));
            database.settle();
            table.add("first cancel, Temporal down", clients, cancel(server, clients, attempted));
            database.settle();
            table.add("repeated cancel", clients, cancel(server, clients, attempted));
            table.add("get", clients, get(server, clients, attempted));
            database.holdStops();
            table.add("first cancel, its decision alone", clients, cancel(server, clients, held));
            script = capture(server, samples);
        }
        comparePgBench(script, clients, before, each);
        measureWithTemporal(clients, each);
    }

    /** Runs without the server, which would deliver the stops. */
    private void comparePgBench(CancelScript script, int clients, long before, int each) throws Exception {
        if (!PgBench.find().isEmpty()) {
            long open = openTasks();
            database.execute("checkpoint");
            table.add(ResultTable.PGBENCH, clients, PgBench.run(database, script, clients, before, each));
            assertThat(open - openTasks()).as("tasks cancelled by pgbench").isEqualTo((long) clients * each);
        }
        database.settle();
    }

    private long openTasks() throws Exception {
        return Long.parseLong(database.ask("select count(*) from task where finished_at is null"));
    }

    private void measureWithTemporal(int clients, int each) throws Exception {
        try (RunningServer server = startWithTemporal()) {
            List<TaskId> started = tasks.prepareWithWorkflows(server, clients * each);
            awaitDeliveries();
            get(server, clients, started);
            database.execute("vacuum analyze", "checkpoint");
            table.add("first cancel, Temporal up", clients, cancel(server, clients, started));
            long responded = System.nanoTime();
            awaitDeliveries();
            System.out.printf("  the last stop confirmed %.1f s later%n", (System.nanoTime() - responded) / 1e9);
        }
        database.settle();
    }

    private LatencyFigures cancel(RunningServer server, int clients, List<TaskId> some) throws Exception {
        return LatencyFigures.of(clients, some, ACCEPTED, task -> server.cancel(DemoOrg.SITE, task, token));
    }

    private LatencyFigures get(RunningServer server, int clients, List<TaskId> some) throws Exception {
        return LatencyFigures.of(clients, some, OK, task -> server.get(DemoOrg.SITE, task, token));
    }

    /** Cancels samples until the log has the statements of one cancel and of no other session. */
    private CancelScript capture(RunningServer server, List<TaskId> samples) throws Exception {
        Path log = database.directory().path().resolve("postgres.log");
        database.execute(
                "alter system set log_line_prefix = '" + CancelScript.LOG_LINE_PREFIX + "'",
                "alter system set log_statement = 'all'",
                "select pg_reload_conf()");
        Optional<CancelScript> script = Optional.empty();
        for (TaskId sample : samples) {
            Thread.sleep(QUIET_MILLISECONDS);
            int begin = Files.readString(log).length();
            cancel(server, 1, List.of(sample));
            script = CancelScript.of(Files.readString(log).substring(begin), sample);
            if (script.isPresent()) {
                break;
            }
        }
        database.execute("alter system reset all", "select pg_reload_conf()");
        return script.orElseThrow();
    }

    private void awaitDeliveries() throws Exception {
        while (!database.ask("select count(*) from work where lane = 'DELIVERY'")
                .equals("0")) {
            Thread.sleep(50);
        }
    }

    private RunningServer startWithTemporal() {
        return new RunningServer(configuration, database.settings()).withoutResponseChecks();
    }

    /** Starts a server whose Temporal address refuses connections. */
    private RunningServer startWithoutTemporal() throws IOException {
        Map<Setting, String> flags = new EnumMap<>(database.settings());
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            flags.put(Setting.TEMPORAL_TARGET, "127.0.0.1:" + socket.getLocalPort());
        }
        return new RunningServer(configuration, flags).withoutResponseChecks();
    }
}
