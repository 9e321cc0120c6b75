package io.nicotask.bootstrap.benchmark;

import io.nicotask.bootstrap.ProductionConfiguration;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.embedded.EmbeddedTemporal;
import io.nicotask.domain.value.TaskId;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * Benchmarks responses while Temporal is up, refuses connections, is silent, and alternates, side by side; and the time
 * until all stops are confirmed after an outage. The arguments are the number of rounds, the number of stops, the
 * length of the outage in seconds, and the address of a real Temporal or nothing; docs/performance.md explains the
 * output.
 */
public final class OutageBenchmark {

    private static final int CLIENTS = 4;
    private static final int CANCELS = 100;
    private static final int MANY_CLIENTS = 16;
    private static final int ACCEPTED = 202;
    private static final int OK = 200;

    private final BenchmarkDatabase database;
    private final ProductionConfiguration settings;
    private final String temporal;
    private final PreparedTasks tasks = new PreparedTasks(System.currentTimeMillis());

    private OutageBenchmark(BenchmarkDatabase database, String temporal) throws Exception {
        this.database = database;
        this.settings = ProductionConfiguration.in(database.directory(), DemoOrg.SITE, "");
        this.temporal = temporal;
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        int stops = Integer.parseInt(arguments[1]);
        int seconds = Integer.parseInt(arguments[2]);
        boolean real = arguments.length > 3 && !arguments[3].isBlank();
        double busy = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        System.out.printf(
                Locale.ROOT,
                "%d cores, load average %.1f, Temporal %s%n",
                Runtime.getRuntime().availableProcessors(),
                busy,
                real ? "at " + arguments[3] : "in memory, in this process");
        try (BenchmarkDatabase database = new BenchmarkDatabase();
                EmbeddedTemporal own = EmbeddedTemporal.start(0)) {
            OutageBenchmark benchmark = new OutageBenchmark(database, real ? arguments[3] : own.target());
            if (rounds > 0) {
                benchmark.measureAnswers(rounds);
            }
            if (stops > 0) {
                benchmark.measureRecovery(TemporalOutage.REFUSING, stops, seconds);
                benchmark.measureRecovery(TemporalOutage.SILENT, stops, seconds);
            }
        }
    }

    /** Measures in turn, in small portions, so that other load on the machine affects all alike. */
    private void measureAnswers(int rounds) throws Exception {
        List<OutageServer> servers = new ArrayList<>();
        try {
            for (TemporalOutage outage : TemporalOutage.values()) {
                OutageServer server = new OutageServer(outage, database, settings, temporal);
                servers.add(server);
                server.start();
                server.prepare(tasks, (rounds + 1) * CANCELS);
                server.awaitNoOpenDeliveries();
                server.stop();
            }
            database.execute("vacuum analyze", "checkpoint");
            for (OutageServer server : servers) {
                measurePortion(server);
                server.discardResults();
            }
            for (int round = 0; round < rounds; round++) {
                Collections.rotate(servers, 1);
                for (OutageServer server : servers) {
                    measurePortion(server);
                }
            }
            print(servers);
        } finally {
            for (OutageServer server : servers) {
                server.close();
            }
        }
    }

    /** Measures after requests that warm the server up. */
    private void measurePortion(OutageServer server) throws Exception {
        server.outage().begin(server.proxy());
        server.start();
        List<TaskId> portion = server.take(CANCELS);
        LatencyFigures.milliseconds(CLIENTS, portion, OK, task -> server.get(task, settings.token()));
        measure(server, portion.subList(0, CANCELS / 2));
        server.outage().switchHalfway(server.proxy());
        measure(server, portion.subList(CANCELS / 2, CANCELS));
        server.stop();
    }

    private void measure(OutageServer server, List<TaskId> some) throws Exception {
        server.cancels()
                .add(LatencyFigures.milliseconds(
                        CLIENTS, some, ACCEPTED, task -> server.cancel(task, settings.token())));
        server.gets().add(LatencyFigures.milliseconds(CLIENTS, some, OK, task -> server.get(task, settings.token())));
    }

    private static void print(List<OutageServer> servers) {
        OutageServer normal = servers.stream()
                .filter(server -> server.outage() == TemporalOutage.NONE)
                .findFirst()
                .orElseThrow();
        System.out.println(
                "\n| What | Temporal | requests | p50 (ms) | p99 (ms) | p50, times normal | p99, times normal |");
        System.out.println("|---|---|---:|---:|---:|---:|---:|");
        for (boolean cancels : List.of(true, false)) {
            for (TemporalOutage outage : TemporalOutage.values()) {
                OutageServer server = servers.stream()
                        .filter(one -> one.outage() == outage)
                        .findFirst()
                        .orElseThrow();
                row(
                        cancels ? "first cancel" : "get",
                        outage,
                        cancels ? server.cancels() : server.gets(),
                        cancels ? normal.cancels() : normal.gets());
            }
        }
    }

    private static void row(String what, TemporalOutage outage, LatencySamples samples, LatencySamples normal) {
        DoubleUnaryOperator times = share -> samples.quantile(share) / normal.quantile(share);
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %d | %.1f | %.1f | %.2f | %.2f |%n",
                what,
                outage.label(),
                samples.size(),
                samples.quantile(0.5),
                samples.quantile(0.99),
                times.applyAsDouble(0.5),
                times.applyAsDouble(0.99));
    }

    private void measureRecovery(TemporalOutage outage, int stops, int seconds) throws Exception {
        try (OutageServer server = new OutageServer(outage, database, settings, temporal)) {
            server.start();
            server.prepare(tasks, stops);
            server.awaitNoOpenDeliveries();
            outage.begin(server.proxy());
            long begun = System.nanoTime();
            LatencyFigures.milliseconds(
                    MANY_CLIENTS, server.take(stops), ACCEPTED, task -> server.cancel(task, settings.token()));
            double cancelled = (System.nanoTime() - begun) / 1e9;
            Thread.sleep(Math.max(0, seconds * 1_000L - (long) (cancelled * 1_000)));
            long openDeliveries = server.openDeliveries();
            String recovered = server.ask("select clock_timestamp()");
            server.proxy().pass();
            server.proxy().cut();
            server.awaitNoOpenDeliveries();
            System.out.printf(
                    Locale.ROOT,
                    "%n%d stops after %d s of Temporal %s (cancelled within %.0f s): %d were open, the last was confirmed"
                            + " %s s after it was healed, half of them after %s s%n",
                    stops,
                    seconds,
                    outage.label(),
                    cancelled,
                    openDeliveries,
                    server.confirmedAfter(recovered, 1),
                    server.confirmedAfter(recovered, 0.5));
        }
    }
}
