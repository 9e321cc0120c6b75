package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.OTHER_SITE;
import static io.nicotask.application.contract.StoreContract.PROVIDER;
import static io.nicotask.application.contract.StoreContract.SCOPE;
import static io.nicotask.application.contract.StoreContract.SITE;
import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.applied;

import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.adapter.persistence.SiteChanges.EngineAddress;
import io.nicotask.application.contract.DirectWrites;
import io.nicotask.application.contract.ReportFixtures;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.LateOutcome;
import io.nicotask.application.port.Change.LateOutcomeAdded;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.Change.WorkflowCheckScheduled;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.port.SiteDirectory.SiteLifecycleResult.Changed;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.UnfinishedSteps.Observation;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.application.worker.FinishTask.WorkResult;
import io.nicotask.application.worker.WorkflowRunRef;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.RuleId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Fills a database by the code of this version: tasks in every status, and rows in every other table. */
final class PopulatedDatabase {

    private static final Duration DELAY = Duration.ofSeconds(30);
    private static final ComponentSelection SOME = new ComponentSelection(Map.of(
            ComponentType.COMPUTE, Set.of(tray(1), tray(2)),
            ComponentType.NV_SWITCH, Set.of(ScriptedHardware.component(ComponentType.NV_SWITCH, 1))));

    private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:05:00.123456Z"));
    private final PersistenceModule module;
    private final RackUseCases useCases;
    private final Ports ports;
    private final DirectWrites writes;

    private PopulatedDatabase(PersistenceModule module) {
        this.module = module;
        this.ports = module.ports(new ProviderAdminPolicy(module.sites()), RackConflicts.SHARED_COMPONENTS, clock);
        this.useCases = new RackUseCases(ports);
        this.writes = DirectWrites.to(ports.storage());
    }

    static void fill(Settings settings) {
        try (PersistenceModule module = PersistenceModule.open(settings)) {
            fill(module);
        }
        countLists(new JdbiTransactions(PostgresTestServer.jdbi(settings)));
    }

    private static void fill(PersistenceModule module) {
        PopulatedDatabase database = new PopulatedDatabase(module);
        database.openDirectory();
        database.openTasks();
        database.endedTasks();
        database.stoppedTasks();
        database.checkWorkflows();
    }

    /** With blocks that are short enough for these few tasks to have several, and superblocks. */
    private static void countLists(JdbiTransactions transactions) {
        ListCounter counter = new ListCounter(transactions, new ListBlocks(5, 3));
        boolean more = true;
        while (more) {
            more = counter.step();
        }
    }

    private void openDirectory() {
        OrganizationSite east =
                new OrganizationSite(SITE, "East", true, new EngineAddress("east.example:7233", "racks", "tasks"));
        OrganizationSite west = new OrganizationSite(OTHER_SITE, "West", false, null);
        module.upsertOrganizations(List.of(new Organization(ORG, PROVIDER, List.of(east, west))));
        AuditedRequest request = new AuditedRequest(
                new Subject("command-line/ada"),
                null,
                Action.RETIRE_SITE,
                OTHER_SITE,
                null,
                new RequestOrigin("1", ""));
        AuditEntry entry = new AuditEntry(clock.instant(), request, new Outcome.Granted(), null);
        require(module.sites().retire(OTHER_SITE, false, entry).equals(new Changed()));
        Caller caller = new Caller(
                new Subject("idp/ada"),
                new Caller.Profile("Ada", "Lovelace", "ada@example.com"),
                Map.of(ORG, Set.of(new Role("NICO_PROVIDER_ADMIN"))));
        var unused = module.users().recordCaller(caller, clock.instant());
    }

    /** Task 1 holds its rack and is not started yet, 2 and 3 wait for the rack; 4 and 14 run. */
    private void openTasks() {
        submitOnce(1, 1);
        submit(2, 1, SOME);
        submit(3, 1, ComponentSelection.WHOLE_RACK);
        begin(submit(4, 2, SOME));
        change(4, task -> task.plan(run(4), new RuleId(new UUID(8, 8)), ReportFixtures.ofEveryKind(), clock.instant()));
        begin(submit(14, 14, SOME));
    }

    /** Task 5 succeeded, 6 failed, 7 failed before it ran. */
    private void endedTasks() {
        Task succeeded = submit(5, 3, ComponentSelection.WHOLE_RACK);
        useCases.endLease(succeeded, begin(succeeded));
        finish(5, new WorkResult.Success());
        Task failed = submit(6, 4, SOME);
        useCases.endLease(failed, begin(failed));
        finish(6, new WorkResult.Failure("one tray said \"no\"\nand more"));
        submit(7, 5, ComponentSelection.WHOLE_RACK);
        change(7, task -> task.fail(null, "the engine refused the start", clock.instant()));
    }

    /**
     * Task 8 was cancelled while it waited. The stops of the others: 9 is requested, 10 is confirmed, 11 is resolved by
     * an operator, 12 is draining, 13 needs attention and was postponed.
     */
    private void stoppedTasks() {
        submit(8, 1, ComponentSelection.WHOLE_RACK);
        cancel(8);
        for (int number = 9; number <= 13; number++) {
            Task task = submit(number, number, SOME);
            Lease lease = begin(task);
            cancel(number);
            if (number == 10 || number == 11) {
                useCases.endLease(task, lease);
            }
        }
        closeWorkflow(10, Duration.ZERO);
        writes.release(SCOPE, task(10));
        writes.resolveStop(SCOPE, task(11));
        closeWorkflow(12, Duration.ofSeconds(30));
        recordUnknown(13);
        writes.write(
                SCOPE,
                task(13).spec().rack(),
                new LateOutcomeAdded(
                        new LateOutcome(id(13), run(13), "Stage 1, Compute: 2 succeeded", clock.instant())));
        require(ports.queue().postpone(RackUseCases.claimed(Kind.STOP_WORKFLOW, id(13)), DELAY, "away"));
    }

    /** The engine does not know the workflow of one task; that of another was looked for in the wrong namespace. */
    private void checkWorkflows() {
        for (int number : List.of(4, 14)) {
            Task task = task(number);
            writes.write(SCOPE, task.spec().rack(), new WorkflowCheckScheduled(task.id(), Duration.ZERO));
        }
        List<WorkItem> due = ports.queue().claimDue(List.of(new Slots(Lane.CHECK, 2, 2, Map.of())));
        require(ports.monitor().recordCheck(due.get(0), 1, DELAY));
        require(ports.monitor().recordWrongNamespace(due.get(1), DELAY));
    }

    private Task submit(int number, int rack, ComponentSelection components) {
        clock.tick(Duration.ofSeconds(1));
        return useCases.submit(id(number), specOf(number, rack, components)).orElseThrow();
    }

    private void submitOnce(int number, int rack) {
        clock.tick(Duration.ofSeconds(1));
        Task task = Task.submitted(id(number), specOf(number, rack, ComponentSelection.WHOLE_RACK), clock.instant());
        var unused = ports.storage()
                .decideOnce(
                        SCOPE,
                        task.spec().rack(),
                        new IdempotencyKey(ORG, "key-1", "what was submitted"),
                        free -> Decision.of(
                                task, new TaskSubmitted(task, CAUSE), new RackGranted(task, Delivery.AT_ONCE)));
    }

    private static TaskSpec specOf(int number, int rack, ComponentSelection components) {
        return new TaskSpec(
                SITE,
                new RackId(new UUID(7, rack)),
                Operation.UPGRADE,
                components,
                "Upgrade; it's no. " + number,
                number % 2 == 0 ? new RuleId(new UUID(8, 8)) : null);
    }

    /** Delivers the start and lets the run pass the start gate. */
    private Lease begin(Task task) {
        int number = (int) task.id().value().getLeastSignificantBits();
        writes.startWorkflow(SCOPE, task, RackUseCases.claimed(Kind.START_WORKFLOW, task.id()), "racks");
        return useCases.begin(task.id(), run(number)).orElseThrow();
    }

    private void closeWorkflow(int number, Duration actsFor) {
        writes.closeWorkflow(SCOPE, task(number), RackUseCases.claimed(Kind.STOP_WORKFLOW, id(number)), actsFor);
    }

    private void finish(int number, WorkResult ending) {
        var unused = FinishTask.using(ports).finish(new WorkflowRunRef(SITE, id(number), run(number)), ending);
    }

    private void cancel(int number) {
        clock.tick(Duration.ofSeconds(1));
        var unused = useCases.cancel(id(number));
    }

    private void recordUnknown(int number) {
        ports.unfinishedSteps()
                .recordObservation(
                        SCOPE,
                        new StepKey(id(number), 1, ComponentType.COMPUTE),
                        new Observation(false, Map.of(tray(1), "half flashed"), "1 of 1 components has not ended"));
    }

    private void change(int number, Function<Task, Transition> step) {
        Task before = task(number);
        writes.update(SCOPE, new TaskChange(before, applied(step.apply(before)), CAUSE));
    }

    private Task task(int number) {
        return writes.find(SCOPE, id(number)).orElseThrow();
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalStateException("The database was not filled as it should be");
        }
    }

    private static TaskId id(int number) {
        return new TaskId(new UUID(0, number));
    }

    private static WorkflowRunId run(int number) {
        return new WorkflowRunId("run-" + number);
    }

    private static ComponentId tray(int number) {
        return ScriptedHardware.component(ComponentType.COMPUTE, number);
    }
}
