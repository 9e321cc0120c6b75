package io.nicotask.bootstrap.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.access.ProviderAdminPolicy;
import io.nicotask.application.cancel.CancelTask;
import io.nicotask.application.cancel.CancelTaskCommand;
import io.nicotask.application.cancel.CancelTaskResult;
import io.nicotask.application.port.Cause;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestOrigin;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.relay.Background;
import io.nicotask.bootstrap.RunningServer;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Role;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.ConflictPolicy;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.Transition.Applied;
import jakarta.validation.Validator;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
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
import java.util.stream.Stream;

/** Cancels per second with all that lists need, and without it, in two databases that are alike in all else. */
final class WithAndWithout {

    private static final int CLIENTS = 4;
    private static final int ROUNDS = 30;
    private static final int CANCELS = 500;
    private static final Caller CALLER = new Caller(
            new Subject("benchmark"), Caller.Profile.EMPTY, Map.of(DemoOrg.NAME, Set.of(new Role("PROVIDER_ADMIN"))));

    private final Ports ports;
    private final TaskScope scope;
    private final CancelTask cancelTask;

    private WithAndWithout(PersistenceModule module, Validator validator) {
        ProviderAdminPolicy access = new ProviderAdminPolicy(module.sites());
        this.ports = new Ports(
                module.tasks(),
                module.racks(),
                module.leases(),
                module.outbox(),
                module.audit(),
                access,
                module.transactions(),
                ConflictPolicy.SHARED_COMPONENTS,
                Clock.systemUTC());
        this.scope = access.forSystem(DemoOrg.SITE).orElseThrow();
        this.cancelTask = CancelTask.using(ports, validator);
    }

    /** Measures both in turn, in a copy of the database and in the database itself. */
    static void measure(Database server, String name) throws Exception {
        server.execute("create database without template " + name + " strategy file_copy", "checkpoint");
        Validator validator = RunningServer.validator();
        try (PersistenceModule with = PersistenceModule.open(server.settings(name));
                PersistenceModule without = PersistenceModule.open(server.settings("without"));
                Background tally = Background.start("tally", 1, with::tally)) {
            takeAway(server.settings("without"));
            compare(server, new WithAndWithout(with, validator), new WithAndWithout(without, validator));
        }
    }

    private static void takeAway(Settings settings) throws SQLException {
        ManyTasks.execute(
                settings,
                "drop index task_listed, task_listed_by_rack, task_open_by_rack, task_ended, task_history_order",
                "drop trigger list_components on task",
                "alter table task_history alter column number drop default");
    }

    private static void compare(Database server, WithAndWithout with, WithAndWithout without) throws Exception {
        List<Double> ratios = new ArrayList<>();
        double[] seconds = new double[2];
        for (int round = 0; round <= ROUNDS; round++) {
            List<TaskId> ofWith = with.prepare();
            List<TaskId> ofWithout = without.prepare();
            server.execute("checkpoint");
            boolean first = round % 2 == 0;
            double one = first ? with.cancel(ofWith) : without.cancel(ofWithout);
            double other = first ? without.cancel(ofWithout) : with.cancel(ofWith);
            if (round > 0) {
                ratios.add(first ? other / one : one / other);
                seconds[0] += first ? one : other;
                seconds[1] += first ? other : one;
            }
        }
        Collections.sort(ratios);
        System.out.printf(
                Locale.ROOT,
                "%nCancels per second by %d clients: %.0f with lists, %.0f without; with, as a share of without: %.3f in all, "
                        + "%.3f in the median of %d rounds (quartiles %.3f and %.3f)%n",
                CLIENTS,
                ROUNDS * CANCELS / seconds[0],
                ROUNDS * CANCELS / seconds[1],
                seconds[1] / seconds[0],
                ratios.get(ROUNDS / 2),
                ROUNDS,
                ratios.get(ROUNDS / 4),
                ratios.get(ROUNDS * 3 / 4));
    }

    private List<TaskId> prepare() {
        return ports.transactions()
                .inTransaction(
                        () -> Stream.generate(this::running).limit(CANCELS).toList());
    }

    private TaskId running() {
        Instant now = Instant.now();
        Task pending = Task.submitted(
                new TaskId(UUID.randomUUID()), RunningServer.request(DemoOrg.SITE, Operation.BRING_UP), now);
        Cause cause = Cause.of(Actor.system("benchmark"));
        ports.racks().lock(scope, pending.request().rack());
        ports.tasks().add(scope, pending, cause);
        ports.racks().grant(scope, pending);
        Task running = ((Applied) pending.start(new RunId("benchmark"), now)).task();
        ports.tasks().update(scope, new TaskChange(pending, running, cause));
        return pending.id();
    }

    /** The seconds that it took. */
    private double cancel(List<TaskId> tasks) throws Exception {
        Queue<TaskId> left = new ConcurrentLinkedQueue<>(tasks);
        Callable<Void> client = () -> {
            for (TaskId task = left.poll(); task != null; task = left.poll()) {
                assertThat(cancelTask.cancel(new CancelTaskCommand(
                                CALLER, DemoOrg.NAME, DemoOrg.SITE, task, null, new RequestOrigin("benchmark", ""))))
                        .isInstanceOf(CancelTaskResult.Cancelled.class);
            }
            return null;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            long begun = System.nanoTime();
            for (Future<Void> ended : threads.invokeAll(Collections.nCopies(CLIENTS, client))) {
                ended.get();
            }
            return (System.nanoTime() - begun) / 1e9;
        }
    }
}
