package io.nicotask.bootstrap.benchmark;

import io.nicotask.bootstrap.ProductionConfiguration;
import io.nicotask.bootstrap.RunningServer;
import io.nicotask.bootstrap.TemporalInspector;
import io.nicotask.bootstrap.config.Setting;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.value.TaskId;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Benchmarks the time from a cancel's request until the workflow is closed, beside a bare {@code terminate} of the same
 * Temporal. The arguments are the number of rounds, and the address of the Temporal; docs/performance.md explains the
 * output.
 */
public final class TerminateBenchmark {

    private static final int TASKS = 200;
    private static final List<Load> LOADS = List.of(
            new Load(1, Duration.ZERO),
            new Load(8, Duration.ZERO),
            new Load(1, Duration.ofMillis(40)),
            new Load(8, Duration.ofMillis(320)));
    private static final int ACCEPTED = 202;

    private final BenchmarkDatabase database;
    private final ProductionConfiguration settings;
    private final Map<Setting, String> flags;
    private final TemporalInspector temporal;
    private final PreparedTasks tasks = new PreparedTasks(System.currentTimeMillis());
    private final Map<Load, LatencySamples> cancels = new ConcurrentHashMap<>();
    private final Map<Load, LatencySamples> closedByCancel = new ConcurrentHashMap<>();
    private final Map<Load, LatencySamples> terminates = new ConcurrentHashMap<>();
    private final Map<Load, LatencySamples> closedByTerminate = new ConcurrentHashMap<>();

    /** Clients that each wait for that time between a response and their next call. */
    private record Load(int clients, Duration pause) {

        double[] milliseconds(List<TaskId> tasks, Consumer<TaskId> call) throws Exception {
            return LatencyFigures.milliseconds(clients, pause, tasks, call);
        }
    }

    private TerminateBenchmark(BenchmarkDatabase database, TemporalInspector temporal, String target) throws Exception {
        this.database = database;
        this.settings = ProductionConfiguration.withQuickTokens(database.directory(), DemoOrg.SITE, "");
        this.temporal = temporal;
        this.flags = new EnumMap<>(database.settings());
        flags.put(Setting.TEMPORAL_TARGET, target);
        flags.put(Setting.TEMPORAL_TASK_QUEUE, "without-workers-" + UUID.randomUUID());
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        String target = arguments[1];
        try (BenchmarkDatabase database = new BenchmarkDatabase();
                TemporalInspector temporal = new TemporalInspector(target)) {
            TerminateBenchmark benchmark = new TerminateBenchmark(database, temporal, target);
            benchmark.round();
            benchmark.discardResults();
            for (int round = 1; round <= rounds; round++) {
                double busy = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
                System.out.printf(Locale.ROOT, "Round %d of %d, load average %.1f%n", round, rounds, busy);
                benchmark.round();
            }
            benchmark.print();
        }
    }

    /** Cancels, and terminates by hand as many workflows of the same kind, which a server has started before. */
    private void round() throws Exception {
        for (Load load : LOADS) {
            List<TaskId> bare;
            try (RunningServer server = new RunningServer(settings.file(), flags).withoutResponseChecks()) {
                List<TaskId> here = started(server);
                measure(load, here, cancels, closedByCancel, task -> cancel(server, task));
                awaitNoDeliveries();
                bare = started(server);
            }
            measure(load, bare, terminates, closedByTerminate, temporal::terminate);
            database.settle();
        }
    }

    private List<TaskId> started(RunningServer server) throws Exception {
        List<TaskId> started = tasks.prepareWithWorkflows(server, TASKS);
        awaitNoDeliveries();
        return started;
    }

    private void awaitNoDeliveries() throws Exception {
        while (!database.ask("select count(*) from work where lane = 'DELIVERY'")
                .equals("0")) {
            Thread.sleep(50);
        }
    }

    private void cancel(RunningServer server, TaskId task) {
        HttpResponse<String> response = server.cancel(DemoOrg.SITE, task, settings.token());
        if (response.statusCode() != ACCEPTED) {
            throw new IllegalStateException("The cancel was answered by " + response.statusCode());
        }
    }

    /** Measures the calls, and from the begin of each until the workflow was closed, by Temporal's clock. */
    private void measure(
            Load load,
            List<TaskId> some,
            Map<Load, LatencySamples> calls,
            Map<Load, LatencySamples> closes,
            Consumer<TaskId> call)
            throws Exception {
        Map<TaskId, Instant> begun = new ConcurrentHashMap<>();
        double[] called = load.milliseconds(some, task -> {
            begun.put(task, Instant.now());
            call.accept(task);
        });
        double[] closed = some.stream()
                .mapToDouble(task -> milliseconds(Objects.requireNonNull(begun.get(task)), closedAt(task)))
                .toArray();
        calls.computeIfAbsent(load, key -> new LatencySamples()).add(called);
        closes.computeIfAbsent(load, key -> new LatencySamples()).add(closed);
    }

    /** Waits for the close. */
    private Instant closedAt(TaskId task) {
        Instant closed = temporal.closedAt(task);
        while (closed == null || closed.getEpochSecond() == 0) {
            closed = temporal.closedAt(task);
        }
        return closed;
    }

    private static double milliseconds(Instant from, Instant until) {
        return Duration.between(from, until).toNanos() / 1e6;
    }

    private void discardResults() {
        List.of(cancels, closedByCancel, terminates, closedByTerminate).forEach(Map::clear);
    }

    private void print() {
        System.out.println(
                "\n| Clients | Pause (ms) | What | calls | p50 (ms) | p99 (ms) | p50, times the bare call | p99, more (ms) |");
        System.out.println("|---:|---:|---|---:|---:|---:|---:|---:|");
        for (Load load : LOADS) {
            LatencySamples bare = Objects.requireNonNull(terminates.get(load));
            row(load, "bare terminate, the call", bare, bare);
            row(load, "bare terminate, until closed", closedByTerminate.get(load), bare);
            row(load, "cancel, the response", cancels.get(load), bare);
            row(load, "cancel, until closed", closedByCancel.get(load), bare);
        }
    }

    private static void row(Load load, String what, LatencySamples samples, LatencySamples bare) {
        System.out.printf(
                Locale.ROOT,
                "| %d | %d | %s | %d | %.1f | %.1f | %.2f | %+.0f |%n",
                load.clients(),
                load.pause().toMillis(),
                what,
                samples.size(),
                samples.quantile(0.50),
                samples.quantile(0.99),
                samples.quantile(0.50) / bare.quantile(0.50),
                samples.quantile(0.99) - bare.quantile(0.99));
    }
}
