package io.nicotask.bootstrap.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.contract.DirectWrites;
import io.nicotask.application.internal.work.PollingLoop;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.task.CancelTask;
import io.nicotask.bootstrap.LibraryHarness;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Measures cancels per second with all that lists need and without it, in two otherwise equal databases. */
final class ListCostComparison {

    private static final int CLIENTS = 4;
    private static final int WARM_UP = 1;
    private static final int ROUNDS = 12;
    private static final int CANCELS = 16_000;
    private static final int RACKS = 2_000;
    private static final Duration COUNT_INTERVAL = Duration.ofSeconds(1);

    /** Confirms the stops of the cancelled tasks, so that no rack holds more tasks than one measurement adds. */
    private static final String[] STOP_ALL = {
        "update rack_reservation set released_at = clock_timestamp() where released_at is null",
        "update task_stop set engine_closed_at = clock_timestamp(), unconfirmed = false where unconfirmed",
        "delete from work",
        "vacuum analyze rack_reservation, task_stop, work"
    };

    private static final Caller CALLER = new Caller(
            new Subject("benchmark"), Caller.Profile.EMPTY, Map.of(DemoOrg.NAME, Set.of(new Role("PROVIDER_ADMIN"))));

    private final Settings database;
    private final DirectWrites writes;
    private final TaskScope scope;
    private final CancelTask cancelTask;
    private final IntFunction<List<Runnable>> listCounts;

    private ListCostComparison(Settings database, PersistenceModule module, IntFunction<List<Runnable>> listCounts) {
        this.database = database;
        Ports ports = LibraryHarness.ports(module);
        this.writes = DirectWrites.to(ports.storage());
        this.scope = ports.access().forSystem(DemoOrg.SITE).orElseThrow();
        this.cancelTask = CancelTask.using(ports);
        this.listCounts = listCounts;
    }

    /**
     * Measures both alternately. Both are copies of the database, which is not used any more, because a copy is faster
     * than its original.
     */
    static void measure(BenchmarkDatabase server, String name) throws Exception {
        server.execute(
                "create database without template " + name + " strategy file_copy",
                "create database with_lists template " + name + " strategy file_copy",
                "drop database " + name,
                "checkpoint");
        try (PersistenceModule with = PersistenceModule.open(server.settings("with_lists"));
                PersistenceModule without = PersistenceModule.open(server.settings("without"))) {
            dropListSupport(server.settings("without"));
            ListCostComparison one = new ListCostComparison(server.settings("with_lists"), with, with::upkeep);
            ListCostComparison other = new ListCostComparison(server.settings("without"), without, limit -> List.of());
            System.out.println("  (warm-up)" + compare(one, other, WARM_UP));
            BulkTasks.execute(server.settings("with_lists"), "vacuum analyze");
            BulkTasks.execute(server.settings("without"), "vacuum analyze", "checkpoint");
            System.out.println(compare(one, other, ROUNDS));
        }
    }

    private static void dropListSupport(Settings settings) throws SQLException {
        BulkTasks.execute(
                settings,
                "drop index task_open_by_rack, task_history_order",
                "drop trigger add_to_task_lists on task",
                "alter table task_history alter column number drop default");
    }

    /** Alternates between the two, so that other load on the machine affects both alike. */
    private static String compare(ListCostComparison with, ListCostComparison without, int rounds) throws Exception {
        double[] ratios = new double[rounds];
        double secondsWith = 0;
        double secondsWithout = 0;
        for (int round = 0; round < rounds; round++) {
            boolean withFirst = round % 2 == 0;
            double first = (withFirst ? with : without).measureOnce();
            double second = (withFirst ? without : with).measureOnce();
            double one = withFirst ? first : second;
            double other = withFirst ? second : first;
            secondsWith += one;
            secondsWithout += other;
            ratios[round] = other / one;
        }
        Arrays.sort(ratios);
        return String.format(
                Locale.ROOT,
                "%nCancels per second by %d clients: %.0f with lists, %.0f without; ratio %.3f, median of %d rounds %.3f "
                        + "(quartiles %.3f and %.3f)",
                CLIENTS,
                rounds * CANCELS / secondsWith,
                rounds * CANCELS / secondsWithout,
                secondsWithout / secondsWith,
                rounds,
                ratios[rounds / 2],
                ratios[rounds / 4],
                ratios[rounds * 3 / 4]);
    }

    /**
     * Returns the seconds for one measurement. Tasks are cancelled right after they were added, while they are in the
     * database's memory.
     */
    private double measureOnce() throws Exception {
        return cancel(prepare());
    }

    /** Adds the tasks, and counts them before the clock starts. */
    private List<TaskId> prepare() throws SQLException {
        BulkTasks.execute(database, STOP_ALL);
        List<TaskId> tasks = IntStream.range(0, CANCELS).mapToObj(this::running).toList();
        countAll();
        return tasks;
    }

    private void countAll() {
        boolean more = true;
        while (more) {
            more = !listCounts.apply(1).isEmpty();
        }
    }

    private TaskId running(int number) {
        Instant now = Instant.now();
        TaskSpec spec = new TaskSpec(
                DemoOrg.SITE,
                BulkTasks.rack(number % RACKS),
                Operation.BRING_UP,
                ComponentSelection.WHOLE_RACK,
                "benchmark",
                null);
        Task pending = Task.submitted(new TaskId(UUID.randomUUID()), spec, now);
        ChangeCause cause = ChangeCause.of(Actor.system("benchmark"));
        writes.write(scope, spec.rack(), new TaskSubmitted(pending, cause), new RackGranted(pending, Delivery.AT_ONCE));
        Task running = ((Applied) pending.start(new WorkflowRunId("benchmark"), now)).task();
        writes.update(scope, new TaskChange(pending, running, cause));
        return pending.id();
    }

    /**
     * Returns the seconds for the cancels. List counts are updated meanwhile, as in a server, and the time includes the
     * rest of them.
     */
    private double cancel(List<TaskId> tasks) throws Exception {
        Queue<TaskId> remaining = new ConcurrentLinkedQueue<>(tasks);
        Callable<Void> client = () -> {
            for (TaskId task = remaining.poll(); task != null; task = remaining.poll()) {
                assertThat(cancelTask.cancel(new CancelTask.Command(
                                new RequestContext(CALLER, DemoOrg.NAME, new RequestOrigin("benchmark", "")),
                                DemoOrg.SITE,
                                task,
                                null)))
                        .isInstanceOf(CancelTask.Result.Cancelled.class);
            }
            return null;
        };
        PollingLoop counting = PollingLoop.start("list-counts", 1, COUNT_INTERVAL, listCounts);
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            long begun = System.nanoTime();
            for (Future<Void> ended : threads.invokeAll(Collections.nCopies(CLIENTS, client))) {
                ended.get();
            }
            counting.close();
            countAll();
            return (System.nanoTime() - begun) / 1e9;
        }
    }
}
