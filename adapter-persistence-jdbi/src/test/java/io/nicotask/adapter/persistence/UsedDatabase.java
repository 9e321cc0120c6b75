package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.HERE;
import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.OTHER_SITE;
import static io.nicotask.application.contract.StoreContract.PROVIDER;
import static io.nicotask.application.contract.StoreContract.SITE;
import static io.nicotask.application.contract.TaskFixture.CAUSE;
import static io.nicotask.application.contract.TaskFixture.applied;

import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.application.contract.Reports;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.Attention;
import io.nicotask.application.port.LateWord;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.application.port.WorkflowOutbox.Outcome;
import io.nicotask.application.port.WorkflowWatch;
import io.nicotask.application.port.WorkflowWatch.Watched;
import io.nicotask.application.report.Attempt;
import io.nicotask.application.report.FinishTask;
import io.nicotask.application.report.FinishTask.Ending;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Role;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.RuleId;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskRequest;
import io.nicotask.domain.task.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Fills a database by the code of the version at hand: tasks in every state, and everything that is kept beside them. */
final class UsedDatabase {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Components SOME = new Components(Map.of(
            ComponentType.COMPUTE, Set.of(tray(1), tray(2)),
            ComponentType.NV_SWITCH, Set.of(ScriptedHardware.component(ComponentType.NV_SWITCH, 1))));

    private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:05:00.123456Z"));
    private final PersistenceModule module;
    private final RackLife life;
    private final Ports ports;

    private UsedDatabase(PersistenceModule module) {
        this.module = module;
        this.life = new RackLife((JdbiTransactions) module.transactions(), clock);
        this.ports = life.ports();
    }

    static void fill(PersistenceModule module) {
        UsedDatabase database = new UsedDatabase(module);
        database.openDirectory();
        database.openTasks();
        database.endedTasks();
        database.stoppedTasks();
        database.watches();
        database.countLists();
    }

    /** In stretches so short that even these few tasks have some, and chapters. */
    private void countLists() {
        Tally tally = new Tally((JdbiTransactions) module.transactions(), new Stretches(5, 3));
        boolean more = true;
        while (more) {
            more = tally.step();
        }
    }

    private void openDirectory() {
        module.upsertOrganizations(List.of(new Organization(
                ORG, PROVIDER, List.of(new OrganizationSite(SITE, true), new OrganizationSite(OTHER_SITE, false)))));
        Caller caller = new Caller(
                new Subject("idp/ada"),
                new Caller.Profile("Ada", "Lovelace", "ada@example.com"),
                Map.of(ORG, Set.of(new Role("NICO_PROVIDER_ADMIN"))));
        var unused = module.users().seen(caller, clock.instant());
    }

    /** Task 1 holds its rack and is not started yet, 2 and 3 wait for it; 4 runs. */
    private void openTasks() {
        submit(1, 1, Components.WHOLE_RACK);
        submit(2, 1, SOME);
        submit(3, 1, Components.WHOLE_RACK);
        module.transactions().inTransaction(() -> {
            module.submitKeys().remember(ORG, "key-1", "what was submitted", id(1), clock.instant());
            return id(1);
        });
        begun(submit(4, 2, SOME));
        change(4, task -> task.plan(run(4), new RuleId(new UUID(8, 8)), Reports.ofEveryKind(), clock.instant()));
    }

    /** Task 5 succeeded, 6 failed, 7 failed before it ran. */
    private void endedTasks() {
        Task succeeded = submit(5, 3, Components.WHOLE_RACK);
        life.endLease(succeeded, begun(succeeded));
        finish(5, new Ending.Success());
        Task failed = submit(6, 4, SOME);
        life.endLease(failed, begun(failed));
        finish(6, new Ending.Failure("one tray said \"no\"\nand more"));
        submit(7, 5, Components.WHOLE_RACK);
        change(7, task -> task.fail(null, "the engine refused the start", clock.instant()));
    }

    /**
     * Task 8 was cancelled while it waited. The stops of the others: 9 is asked for, 10 is confirmed, 11 is resolved by a
     * person, 12 drains, 13 needs attention and was postponed.
     */
    private void stoppedTasks() {
        submit(8, 1, Components.WHOLE_RACK);
        cancel(8);
        for (int number = 9; number <= 13; number++) {
            Task task = submit(number, number, SOME);
            Lease lease = begun(task);
            cancel(number);
            if (number == 10 || number == 11) {
                life.endLease(task, lease);
            }
        }
        deliver(10, Kind.STOP, new Outcome.Confirmed());
        release(10);
        attention(11);
        module.outbox().resolve(HERE, id(11));
        deliver(12, Kind.STOP, new Outcome.Confirmed());
        attention(13);
        module.tasks().keep(HERE, new LateWord(id(13), run(13), "Stage 1, Compute: 2 succeeded", clock.instant()));
        module.outbox()
                .claim(id(13), LEASE)
                .forEach(claim -> held(module.outbox().postpone(claim, LEASE, "away")));
        held(!module.outbox().claimUntold(10).isEmpty());
    }

    /** The workflow of one task is unknown to its engine, that of another was seen in another namespace. */
    private void watches() {
        WorkflowWatch watch = module.watch();
        List<Watched> due = watch.claimDue(3, LEASE);
        held(watch.seen(due.get(0), 1, LEASE));
        held(watch.astray(due.get(1), LEASE));
    }

    private Task submit(int number, int rack, Components components) {
        TaskRequest request = new TaskRequest(
                SITE,
                new RackId(new UUID(7, rack)),
                Operation.UPGRADE,
                components,
                "Upgrade; it's no. " + number,
                number % 2 == 0 ? new RuleId(new UUID(8, 8)) : null);
        clock.tick(Duration.ofSeconds(1));
        return life.submit(id(number), request).orElseThrow();
    }

    /** The start was delivered, and the run has passed the gate. */
    private Lease begun(Task task) {
        int number = (int) task.id().value().getLeastSignificantBits();
        deliver(number, Kind.START, new Outcome.Delivered("racks"));
        return life.begin(task.id(), run(number)).orElseThrow();
    }

    private void deliver(int number, Kind kind, Outcome outcome) {
        Claim claim = module.outbox().claim(id(number), LEASE).stream()
                .filter(claimed -> claimed.kind() == kind)
                .findFirst()
                .orElseThrow();
        held(module.outbox().done(claim, outcome));
    }

    private void finish(int number, Ending ending) {
        var unused = FinishTask.using(ports).finish(new Attempt(SITE, id(number), run(number)), ending);
    }

    private void cancel(int number) {
        clock.tick(Duration.ofSeconds(1));
        var unused = life.cancel(id(number));
    }

    private void release(int number) {
        Task task = module.tasks().find(HERE, id(number)).orElseThrow();
        module.transactions().inTransaction(() -> {
            module.racks().lock(HERE, task.request().rack());
            module.racks().release(HERE, task.id());
            return task;
        });
    }

    private void attention(int number) {
        module.tasks()
                .keep(HERE, new Attention(id(number), ComponentType.COMPUTE, tray(1), "half flashed", clock.instant()));
    }

    private void change(int number, Function<Task, Transition> step) {
        module.transactions().inTransaction(() -> {
            Task before = module.tasks().lock(HERE, id(number)).orElseThrow();
            Task after = applied(step.apply(before));
            module.tasks().update(HERE, new TaskChange(before, after, CAUSE));
            return after;
        });
    }

    private static void held(boolean held) {
        if (!held) {
            throw new IllegalStateException("The database was not filled as it should be");
        }
    }

    private static TaskId id(int number) {
        return new TaskId(new UUID(0, number));
    }

    private static RunId run(int number) {
        return new RunId("run-" + number);
    }

    private static ComponentId tray(int number) {
        return ScriptedHardware.component(ComponentType.COMPUTE, number);
    }
}
