package io.nicotask.bootstrap.benchmark;

import io.nicotask.domain.task.TaskId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Measures cancels over HTTP on a whole server and a real database, beside pgbench with the same statements. The only
 * argument is the number of rounds; how to read what it prints is told in docs/performance.md.
 */
public final class CancelBenchmark {

    /** How many tasks each client cancels, by the number of clients. */
    private static final Map<Integer, Integer> EACH = new TreeMap<>(Map.of(1, 800, 8, 250, 64, 60));

    private static final int WARM_UP = 1_000;
    private static final int SAMPLES = 20;
    private static final int QUIET_MILLISECONDS = 200;
    private static final int ACCEPTED = 202;
    private static final int OK = 200;

    private final Database database;
    private final Optional<PgBench> pgbench;
    private final Tasks tasks = new Tasks();
    private final Table table = new Table();

    private CancelBenchmark(Database database, Optional<PgBench> pgbench) {
        this.database = database;
        this.pgbench = pgbench;
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        Optional<PgBench> pgbench = PgBench.find();
        try (Database database = new Database()) {
            CancelBenchmark benchmark = new CancelBenchmark(database, pgbench);
            benchmark.describe();
            benchmark.warmUp();
            for (int round = 1; round <= rounds; round++) {
                System.out.printf(
                        Locale.ROOT, "%nRound %d of %d, load average %.1f%n", round, rounds,
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
                benchmark.round();
            }
            benchmark.table.print();
        }
    }

    private void describe() throws SQLException, IOException {
        System.out.printf(
                "%s cores, Java %s, PostgreSQL %s on %s, fsync %s, synchronous_commit %s, %s%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                database.ask("show server_version"),
                Files.getFileStore(database.directory().path()).type(),
                database.ask("show fsync"),
                database.ask("show synchronous_commit"),
                pgbench.map(PgBench::toString).orElse("no pgbench found: the comparison is left out"));
    }

    private void warmUp() throws Exception {
        try (Site site = Site.withTemporal(database)) {
            List<TaskId> some = tasks.prepare(site.ports(), WARM_UP, true);
            new Load(site.address(), 8).over(some, ACCEPTED, site::cancel);
            new Load(site.address(), 8).over(some, OK, site::get);
        }
    }

    private void round() throws Exception {
        for (Map.Entry<Integer, Integer> load : EACH.entrySet()) {
            withoutTemporal(load.getKey(), load.getValue());
            withTemporal(load.getKey(), load.getKey() * load.getValue());
        }
    }

    private void withoutTemporal(int clients, int each) throws Exception {
        CancelScript script;
        long before;
        try (Site site = Site.withoutTemporal(database)) {
            List<TaskId> pursued = tasks.prepare(site.ports(), clients * each, false);
            List<TaskId> held = tasks.prepare(site.ports(), clients * each, false);
            List<TaskId> samples = tasks.prepare(site.ports(), SAMPLES, false);
            before = tasks.last();
            List<TaskId> forPgBench = tasks.prepare(site.ports(), clients * each, false);
            Load load = new Load(site.address(), clients);
            load.over(forPgBench, OK, site::get);
            database.settle();
            table.add("first cancel, Temporal away", clients, load.over(pursued, ACCEPTED, site::cancel));
            database.settle();
            table.add("repeated cancel", clients, load.over(pursued, ACCEPTED, site::cancel));
            table.add("get", clients, load.over(pursued, OK, site::get));
            database.holdStops();
            table.add("first cancel, decision alone", clients, load.over(held, ACCEPTED, site::cancel));
            script = capture(site, samples);
        }
        if (pgbench.isPresent()) {
            long ended = ended();
            table.add(Table.PGBENCH, clients, pgbench.get().run(database, script, clients, before, each));
            check(ended() - ended == (long) clients * each, "pgbench has not cancelled what it was to cancel");
        }
        database.settle();
    }

    private void withTemporal(int clients, int count) throws Exception {
        try (Site site = Site.withTemporal(database)) {
            List<TaskId> ours = tasks.prepare(site.ports(), count, true);
            awaitDeliveries();
            Load load = new Load(site.address(), clients);
            load.over(ours, OK, site::get);
            database.execute("vacuum analyze", "checkpoint");
            table.add("first cancel, Temporal there", clients, load.over(ours, ACCEPTED, site::cancel));
            long answered = System.nanoTime();
            awaitDeliveries();
            System.out.printf(Locale.ROOT, "%15s all stops confirmed %.1f s later%n", "", (System.nanoTime() - answered) / 1e9);
        }
        database.settle();
    }

    /** Cancels samples until one was cancelled while no other session spoke. */
    private CancelScript capture(Site site, List<TaskId> samples) throws Exception {
        database.execute(
                "alter system set log_line_prefix = '" + CancelScript.LOG_LINE_PREFIX + "'",
                "alter system set log_statement = 'all'",
                "select pg_reload_conf()");
        Optional<CancelScript> script = Optional.empty();
        for (int i = 0; i < samples.size() && script.isEmpty(); i++) {
            TaskId sample = samples.get(i);
            Thread.sleep(QUIET_MILLISECONDS);
            int begin = log().length();
            new Load(site.address(), 1).over(List.of(sample), ACCEPTED, site::cancel);
            script = CancelScript.of(log().substring(begin), sample);
        }
        database.execute("alter system reset all", "select pg_reload_conf()");
        check(script.isPresent(), "No cancel could be read from " + database.log());
        return script.get();
    }

    private String log() throws IOException {
        return Files.readString(database.log(), StandardCharsets.UTF_8);
    }

    private void awaitDeliveries() throws SQLException, InterruptedException {
        while (!database.ask("select count(*) from workflow_request where done_at is null").equals("0")) {
            Thread.sleep(50);
        }
    }

    private long ended() throws SQLException {
        return Long.parseLong(database.ask("select count(*) from task where finished_at is not null"));
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
