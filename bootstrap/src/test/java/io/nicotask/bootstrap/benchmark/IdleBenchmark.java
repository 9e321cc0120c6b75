package io.nicotask.bootstrap.benchmark;

import io.nicotask.bootstrap.Main;
import io.nicotask.bootstrap.ProductionConfiguration;
import io.nicotask.bootstrap.config.Setting;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.embedded.EmbeddedTemporal;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Measures what an idle server costs: its transactions, and the processor time of its process and of PostgreSQL, which
 * do not depend on what else the machine does. The only argument is the time to measure, in seconds;
 * docs/performance.md explains the output.
 */
public final class IdleBenchmark {

    /** After the start, until what was loaded and compiled for it no longer counts. */
    private static final Duration SETTLED_AFTER = Duration.ofSeconds(40);

    private final BenchmarkDatabase database;
    private final ProcessHandle postmaster;
    private final Duration time;

    private IdleBenchmark(BenchmarkDatabase database, Duration time) throws Exception {
        this.database = database;
        this.postmaster = ProcessHandle.of(database.processId())
                .flatMap(ProcessHandle::parent)
                .orElseThrow();
        this.time = time;
    }

    public static void main(String[] arguments) throws Exception {
        try (BenchmarkDatabase database = new BenchmarkDatabase();
                EmbeddedTemporal temporal = EmbeddedTemporal.start(0)) {
            IdleBenchmark benchmark = new IdleBenchmark(database, Duration.ofSeconds(Long.parseLong(arguments[0])));
            System.out.printf(
                    Locale.ROOT,
                    "%d cores, Java %s, load average %.1f%n",
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            System.out.println(
                    "| Server | transactions per second | server, percent of a core | PostgreSQL, percent of a core |");
            System.out.println("|---|---:|---:|---:|");
            Path file = ProductionConfiguration.in(database.directory(), DemoOrg.SITE, "")
                    .file();
            benchmark.measure(
                    "idle", List.of("--config", file.toString()), Map.of(Setting.TEMPORAL_TARGET, temporal.target()));
            benchmark.measure("demo, seven tasks", List.of("--development"), Map.of());
        }
    }

    private void measure(String what, List<String> arguments, Map<Setting, String> more) throws Exception {
        String name = "idle" + UUID.randomUUID().toString().substring(0, 8);
        database.execute("create database " + name);
        Path ready = database.directory().path().resolve("ready.json");
        Files.deleteIfExists(ready);
        Process server = start(name, ready, arguments, more);
        try {
            while (!Files.exists(ready) && server.isAlive()) {
                Thread.sleep(100);
            }
            Thread.sleep(SETTLED_AFTER);
            Usage before = usage(name, server);
            Thread.sleep(time);
            usage(name, server).since(before).print(what);
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private Process start(String name, Path ready, List<String> arguments, Map<Setting, String> more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=logback.xml",
                Main.class.getName(),
                "serve",
                "--port",
                "0",
                "--ephemeral",
                "--ready-file",
                ready.toString()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        database.settings().forEach((setting, value) -> builder.environment().put(setting.variable(), value));
        builder.environment()
                .put(Setting.DATABASE_URL.variable(), database.settings(name).url());
        more.forEach((setting, value) -> builder.environment().put(setting.variable(), value));
        return builder.start();
    }

    private Usage usage(String name, Process server) throws Exception {
        long transactions = Long.parseLong(database.ask(
                "select xact_commit + xact_rollback from pg_stat_database where datname = '" + name + "'"));
        Duration postgres = Stream.concat(Stream.of(postmaster), postmaster.children())
                .map(IdleBenchmark::processorTime)
                .reduce(Duration.ZERO, Duration::plus);
        return new Usage(Duration.ofNanos(System.nanoTime()), transactions, processorTime(server.toHandle()), postgres);
    }

    private static Duration processorTime(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private record Usage(Duration at, long transactions, Duration server, Duration postgres) {

        Usage since(Usage before) {
            return new Usage(
                    at.minus(before.at),
                    transactions - before.transactions,
                    server.minus(before.server),
                    postgres.minus(before.postgres));
        }

        void print(String what) {
            double seconds = at.toMillis() / 1e3;
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f |%n",
                    what,
                    transactions / seconds,
                    server.toMillis() / 10.0 / seconds,
                    postgres.toMillis() / 10.0 / seconds);
        }
    }
}
