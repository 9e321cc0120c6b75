package io.nicotask.bootstrap.benchmark;

import io.nicotask.application.port.MonotonicClock;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.bootstrap.PortOverride;
import io.nicotask.bootstrap.ProductionConfiguration;
import io.nicotask.bootstrap.RunningServer;
import io.nicotask.bootstrap.TemporalInspector;
import io.nicotask.bootstrap.config.Setting;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.hardware.SimulatedRack;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.TaskId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Benchmarks submits over HTTP, and the time from a cancel's response until the workflow is closed and the last
 * hardware command. The only argument is the number of rounds; docs/performance.md explains the output.
 */
public final class TaskLifecycleBenchmark {

    /** The number of tasks that each client submits, by the number of clients. */
    private static final Map<Integer, Integer> SUBMITS = new TreeMap<>(Map.of(1, 400, 8, 150, 64, 30));

    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int CANCELS = 100;
    private static final int CANCELLERS = 4;

    private final BenchmarkDatabase database;
    private final ProductionConfiguration settings;
    private final ResultTable table = new ResultTable();
    private final Map<TaskId, Instant> lastCommands = new ConcurrentHashMap<>();

    private TaskLifecycleBenchmark(BenchmarkDatabase database) throws IOException {
        this.database = database;
        this.settings = ProductionConfiguration.in(database.directory(), DemoOrg.SITE, "");
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        try (BenchmarkDatabase database = new BenchmarkDatabase()) {
            TaskLifecycleBenchmark benchmark = new TaskLifecycleBenchmark(database);
            for (int round = 1; round <= rounds; round++) {
                double busy = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
                System.out.printf("%nRound %d of %d, load average %.1f%n", round, rounds, busy);
                for (Map.Entry<Integer, Integer> load : SUBMITS.entrySet()) {
                    benchmark.measureSubmits(load.getKey(), load.getValue());
                }
                benchmark.measureStops();
            }
            benchmark.table.print();
        }
    }

    /** Runs without workers: the workflows start and stay open. */
    private void measureSubmits(int clients, int each) throws Exception {
        try (RunningServer server = start(false)) {
            submit(server, clients, each);
            database.settle();
            table.add("submit, Temporal up", clients, submit(server, clients, each));
        }
        database.settle();
    }

    private LatencyFigures submit(RunningServer server, int clients, int each) throws Exception {
        List<UUID> racks =
                Stream.generate(UUID::randomUUID).limit((long) clients * each).toList();
        return LatencyFigures.of(
                clients,
                racks,
                CREATED,
                rack -> server.submit(DemoOrg.SITE, rack, Operation.BRING_UP, settings.token()));
    }

    /** Cancels tasks in the middle of a step of some minutes, by a few concurrent clients. */
    private void measureStops() throws Exception {
        try (RunningServer server = start(true);
                TemporalInspector temporal = new TemporalInspector(server.temporalTarget())) {
            List<TaskId> tasks = running(server);
            Map<TaskId, Instant> responded = new ConcurrentHashMap<>();
            LatencyFigures cancels = LatencyFigures.of(CANCELLERS, tasks, ACCEPTED, task -> {
                var answer = server.cancel(DemoOrg.SITE, task, settings.token());
                responded.put(task, Instant.now());
                return answer;
            });
            awaitNone("select count(*) from work where lane = 'DELIVERY'");
            awaitNone("""
                    select count(*) from rack_reservation g join task t on t.id = g.task_id
                    where g.released_at is null and t.finished_at is not null
                    """);
            table.add("cancel of a task at work", CANCELLERS, cancels);
            table.add(
                    "from its 202 to the workflow's close", CANCELLERS, delays(responded, cancels, temporal::closedAt));
            table.add(
                    "from its 202 to the last command begun",
                    CANCELLERS,
                    delays(responded, cancels, task -> Objects.requireNonNull(lastCommands.get(task))));
        }
        database.settle();
    }

    private List<TaskId> running(RunningServer server) throws Exception {
        List<TaskId> tasks = Stream.generate(UUID::randomUUID)
                .limit(CANCELS)
                .map(rack -> server.submit(DemoOrg.SITE, rack, Operation.BRING_UP, settings.token()))
                .map(answer -> answer.headers().firstValue("Location").orElseThrow())
                .map(location -> new TaskId(UUID.fromString(location.replaceAll(".*/task/([^?]*).*", "$1"))))
                .toList();
        while (!lastCommands.keySet().containsAll(tasks)) {
            Thread.sleep(50);
        }
        return tasks;
    }

    /** Returns the delays in milliseconds; an event before the response counts as zero. */
    private static LatencyFigures delays(Map<TaskId, Instant> responded, LatencyFigures cancels, Moment moment) {
        double[] milliseconds = responded.entrySet().stream()
                .mapToDouble(one -> Math.max(
                        0,
                        Duration.between(one.getValue(), moment.of(one.getKey()))
                                        .toNanos()
                                / 1e6))
                .toArray();
        return LatencyFigures.of(cancels.perSecond(), milliseconds);
    }

    private void awaitNone(String count) throws Exception {
        while (!database.ask(count).equals("0")) {
            Thread.sleep(50);
        }
    }

    private RunningServer start(boolean withWorker) {
        Map<Setting, String> flags = new EnumMap<>(database.settings());
        flags.put(Setting.DEVELOPMENT_ENABLED, Boolean.toString(withWorker));
        return new RunningServer(settings.file(), flags, this::withRecordedCommands).withoutResponseChecks();
    }

    private RackHardware withRecordedCommands(MonotonicClock clock) {
        RackHardware hardware = new SimulatedRack(clock);
        for (String command : List.of("ensure", "quiesce")) {
            hardware = PortOverride.method(RackHardware.class, hardware, command, this::recordCommand);
        }
        return hardware;
    }

    private Object recordCommand(Object[] arguments, Callable<Object> command) throws Exception {
        lastCommands.put(((HardwareCommand) arguments[0]).task(), Instant.now());
        return command.call();
    }

    /** The time of an event of a task. */
    @FunctionalInterface
    private interface Moment {

        Instant of(TaskId task);
    }
}
