package io.nicotask.bootstrap.benchmark;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.Order;
import io.nicotask.application.port.Stopwatch;
import io.nicotask.bootstrap.AsInProduction;
import io.nicotask.bootstrap.RunningServer;
import io.nicotask.bootstrap.TemporalTruth;
import io.nicotask.bootstrap.Twisted;
import io.nicotask.bootstrap.config.Scalar;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.embedded.SimulatedRack;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.TaskId;
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
 * Measures submits over HTTP, and how soon after a cancel's answer the workflow is closed and the hardware is left alone.
 * The only argument is the number of rounds; docs/performance.md tells how to read what it prints.
 */
public final class LifeBenchmark {

    /** How many tasks each client submits, by the number of clients. */
    private static final Map<Integer, Integer> SUBMITS = new TreeMap<>(Map.of(1, 400, 8, 150, 64, 30));

    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int CANCELS = 100;
    private static final int CANCELLERS = 4;

    private final Database database;
    private final AsInProduction settings;
    private final Table table = new Table();
    private final Map<TaskId, Instant> lastCommands = new ConcurrentHashMap<>();

    private LifeBenchmark(Database database) throws IOException {
        this.database = database;
        this.settings = AsInProduction.in(database.directory(), DemoOrg.SITE, "");
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        try (Database database = new Database()) {
            LifeBenchmark benchmark = new LifeBenchmark(database);
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

    /** Nobody works: the workflows are started, and stay as they are. */
    private void measureSubmits(int clients, int each) throws Exception {
        try (RunningServer server = start(false)) {
            submit(server, clients, each);
            database.settle();
            table.add("submit, Temporal there", clients, submit(server, clients, each));
        }
        database.settle();
    }

    private Figures submit(RunningServer server, int clients, int each) throws Exception {
        List<UUID> racks =
                Stream.generate(UUID::randomUUID).limit((long) clients * each).toList();
        return Figures.of(
                clients,
                racks,
                CREATED,
                rack -> server.submit(DemoOrg.SITE, rack, Operation.BRING_UP, settings.token()));
    }

    /** Tasks in the middle of a step that lasts for minutes are cancelled by a few clients at once. */
    private void measureStops() throws Exception {
        try (RunningServer server = start(true);
                TemporalTruth temporal = new TemporalTruth(server.temporalTarget())) {
            List<TaskId> tasks = running(server);
            Map<TaskId, Instant> answered = new ConcurrentHashMap<>();
            Figures cancels = Figures.of(CANCELLERS, tasks, ACCEPTED, task -> {
                var answer = server.cancel(DemoOrg.SITE, task, settings.token());
                answered.put(task, Instant.now());
                return answer;
            });
            awaitNone("select count(*) from workflow_request where done_at is null");
            awaitNone("""
                    select count(*) from rack_grant g join task t on t.id = g.task_id
                    where g.released_at is null and t.finished_at is not null
                    """);
            table.add("cancel of a task at work", CANCELLERS, cancels);
            table.add(
                    "from its 202 to the workflow's close", CANCELLERS, delays(answered, cancels, temporal::closedAt));
            table.add(
                    "from its 202 to the last command begun",
                    CANCELLERS,
                    delays(answered, cancels, task -> Objects.requireNonNull(lastCommands.get(task))));
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

    /** In milliseconds; what came before the answer counts as no delay. */
    private static Figures delays(Map<TaskId, Instant> answered, Figures cancels, Moment moment) {
        double[] milliseconds = answered.entrySet().stream()
                .mapToDouble(one -> Math.max(
                        0,
                        Duration.between(one.getValue(), moment.of(one.getKey()))
                                        .toNanos()
                                / 1e6))
                .toArray();
        return Figures.of(cancels.perSecond(), milliseconds);
    }

    private void awaitNone(String count) throws Exception {
        while (!database.ask(count).equals("0")) {
            Thread.sleep(50);
        }
    }

    private RunningServer start(boolean withWorker) {
        Map<Scalar, String> flags = new EnumMap<>(database.settings());
        flags.put(Scalar.DEVELOPMENT_ENABLED, Boolean.toString(withWorker));
        return new RunningServer(settings.file(), flags, this::observed);
    }

    private RackHardware observed(Stopwatch stopwatch) {
        RackHardware told = new SimulatedRack(stopwatch);
        for (String command : List.of("advance", "abort")) {
            told = Twisted.port(RackHardware.class, told, command, this::note);
        }
        return told;
    }

    private Object note(Object[] arguments, Callable<Object> command) throws Exception {
        lastCommands.put(((Order) arguments[0]).task(), Instant.now());
        return command.call();
    }

    /** When something happened to a task. */
    @FunctionalInterface
    private interface Moment {

        Instant of(TaskId task);
    }
}
