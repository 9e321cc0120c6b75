package io.nicotask.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.nicotask.application.contract.Attempts;
import io.nicotask.application.contract.DirectWrites;
import io.nicotask.application.contract.DueWork;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.memory.WatchedStorage;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.LateOutcome;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.SiteDirectory.SiteLifecycleResult;
import io.nicotask.application.port.StopQueries;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.application.port.TaskQueries.Reports;
import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.application.port.UnfinishedSteps;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskFixtures;
import io.nicotask.domain.task.TaskState.Failed;
import io.nicotask.domain.task.TaskState.Pending;
import io.nicotask.domain.task.TaskState.Succeeded;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A provider's site in memory, an admin of it, and all that is stored about a task. */
public final class SiteFixture {

    public static final OrgName ORG = new OrgName("demo-org");
    public static final OrgName ORG_WITHOUT_PROVIDER = new OrgName("acme");
    public static final OrgName FOREIGN_ORG = new OrgName("umbrella");
    public static final ProviderId PROVIDER = new ProviderId(new UUID(1, 1));
    public static final ProviderId FOREIGN_PROVIDER = new ProviderId(new UUID(1, 2));
    public static final SiteId SITE = TaskFixtures.SITE;
    public static final SiteId SECOND_SITE = new SiteId(new UUID(2, 2));
    public static final SiteId FOREIGN_SITE = new SiteId(new UUID(2, 3));
    public static final SiteId SITE_WITHOUT_FLOW = new SiteId(new UUID(2, 4));
    public static final SiteId RETIRED_SITE = new SiteId(new UUID(2, 5));
    public static final SiteId NO_SITE = new SiteId(new UUID(2, 404));
    public static final TaskId NO_TASK = new TaskId(new UUID(3, 404));
    public static final RequestOrigin ORIGIN = new RequestOrigin("request-1", "192.0.2.1");
    public static final Role ADMIN = new Role("NICO_PROVIDER_ADMIN");
    public static final Role VIEWER = new Role("PROVIDER_ADMIN_VIEWER");
    public static final Caller CALLER = callerWith(ADMIN);

    private static final ChangeCause CAUSE = ChangeCause.of(Actor.system("test"));

    /** An hour after {@link TaskFixtures#SUBMITTED}, with nanoseconds, so that truncation shows. */
    public final SettableClock clock =
            new SettableClock(TaskFixtures.SUBMITTED.plus(Duration.ofHours(1)).plusNanos(123_456_789));

    public final InMemoryStorage store = new InMemoryStorage(clock);
    public final Ports ports =
            watched(store.ports(new ProviderAdminPolicy(store.sites()), RackConflicts.SHARED_COMPONENTS));
    public final DirectWrites writes = DirectWrites.to(ports.storage());
    public final Attempts attempts = Attempts.in(ports.storage(), ports.leases());

    public SiteFixture() {
        store.put(ORG, PROVIDER);
        store.put(FOREIGN_ORG, FOREIGN_PROVIDER);
        store.put(new Site(SITE, PROVIDER, true));
        store.put(new Site(SECOND_SITE, PROVIDER, true));
        store.put(new Site(FOREIGN_SITE, FOREIGN_PROVIDER, true));
        store.put(new Site(SITE_WITHOUT_FLOW, PROVIDER, false));
        store.put(new Site(RETIRED_SITE, PROVIDER, "retired", true, TaskFixtures.SUBMITTED));
    }

    /** Retires a site that is in service, whatever tasks it has; leaves an entry in the audit trail. */
    public void retire(SiteId site) {
        AuditedRequest request =
                new AuditedRequest(new Subject("operator"), null, Action.RETIRE_SITE, site, null, ORIGIN);
        AuditEntry entry = new AuditEntry(clock.instant(), request, new Outcome.Granted(), null);
        if (!store.sites().retire(site, true, entry).equals(new SiteLifecycleResult.Changed())) {
            throw new IllegalStateException("Site " + site + " cannot be retired");
        }
    }

    /** A member of each of the orgs, with these roles in all of them. */
    public static Caller callerWith(Role... roles) {
        Set<Role> held = Set.of(roles);
        return new Caller(
                new Subject("jane"),
                new Profile("Jane", "Doe", "jane@example.com"),
                Map.of(ORG, held, ORG_WITHOUT_PROVIDER, held, FOREIGN_ORG, held));
    }

    private static Ports watched(Ports ports) {
        return ports.withStorage(new WatchedStorage(ports.storage()));
    }

    /**
     * Stores a task with its whole history and its outbox entries. It holds its rack from Pending until its worker has
     * reported its end.
     */
    public Task has(TaskFixtures fixture) {
        List<Task> versions = fixture.versions();
        Task first = versions.getFirst();
        writes.insertTask(scopeOf(first), first, CAUSE);
        grantIfPending(first);
        for (int i = 1; i < versions.size(); i++) {
            Task after = versions.get(i);
            writes.update(scopeOf(after), new TaskChange(versions.get(i - 1), after, CAUSE));
            if (versions.get(i - 1).status() != after.status()) {
                grantIfPending(after);
            }
            if (isEndedByWorker(after)) {
                writes.release(scopeOf(after), after);
            }
        }
        return versions.getLast();
    }

    private void grantIfPending(Task task) {
        if (task.state() instanceof Pending) {
            writes.grant(scopeOf(task), task);
        }
    }

    private static boolean isEndedByWorker(Task task) {
        return (task.state() instanceof Succeeded || task.state() instanceof Failed)
                && task.state().runOrNull() != null;
    }

    /** Reschedules the task's rack, as whenever it may have become free. */
    public void reschedule(Task task) {
        RackActions.schedule(ports, scopeOf(task), task.spec().rack());
    }

    /** The reservations of the task's rack. */
    public List<Reservation> holders(Task task) {
        return writes.occupancy(scopeOf(task), task.spec().rack()).reservations();
    }

    /** The same ports; the next decisions find that their task has changed since it was read. */
    public Ports losing(int races) {
        return ports.withStorage(new LosingStorage(ports.storage(), races));
    }

    /** The same ports in a process with a clock of its own. */
    public Ports withClock(InstantSource other) {
        return new Ports(
                ports.storage(),
                ports.tasks(),
                ports.stops(),
                ports.queue(),
                ports.monitor(),
                ports.leases(),
                ports.unfinishedSteps(),
                ports.audit(),
                ports.access(),
                ports.conflicts(),
                other);
    }

    /** The same ports; no decision with such a change can be written. */
    public Ports refusing(Class<? extends Change> change) {
        return ports.withStorage(new RefusingStorage(ports.storage(), change));
    }

    /** The same ports; all are unavailable while the condition holds. */
    public Ports failingWhen(BooleanSupplier away) {
        Predicate<String> when = method -> away.getAsBoolean();
        return new Ports(
                FailingPorts.failingWhen(TaskStorage.class, ports.storage(), when),
                FailingPorts.failingWhen(TaskQueries.class, ports.tasks(), when),
                FailingPorts.failingWhen(StopQueries.class, ports.stops(), when),
                FailingPorts.failingWhen(WorkQueue.class, ports.queue(), when),
                FailingPorts.failingWhen(WorkflowMonitor.class, ports.monitor(), when),
                FailingPorts.failingWhen(RackLeases.class, ports.leases(), when),
                FailingPorts.failingWhen(UnfinishedSteps.class, ports.unfinishedSteps(), when),
                FailingPorts.failingWhen(AuditTrail.class, ports.audit(), when),
                ports.access(),
                ports.conflicts(),
                clock);
    }

    /** Acquires a lease for an attempt of the task. */
    @CanIgnoreReturnValue
    public Lease acquireLease(Task task) {
        return attempts.acquire(scopeOf(task), task.id(), "stage-1");
    }

    /** Completes the start of the task's workflow and then its stop, as if the engine had closed the workflow. */
    @CanIgnoreReturnValue
    public Task completeDeliveries(Task task) {
        claimed(task, Kind.START_WORKFLOW)
                .ifPresent(start -> assertThat(ports.queue().complete(start)).isTrue());
        claimed(task, Kind.STOP_WORKFLOW)
                .ifPresent(stop -> writes.closeWorkflow(scopeOf(task), task, stop, Duration.ZERO));
        return task;
    }

    /** The work, under a new claim or under that of the process that decided; empty if there is none. */
    private Optional<WorkItem> claimed(Task task, Kind kind) {
        WorkItem byDecision = new WorkItem(kind, task.id().value(), task.spec().site(), 1);
        return DueWork.of(ports.queue(), task.id(), kind).stream()
                .findFirst()
                .or(() -> ports.queue().postpone(byDecision, Duration.ZERO, "")
                        ? DueWork.of(ports.queue(), task.id(), kind).stream().findFirst()
                        : Optional.empty());
    }

    /** Records that the task's workflow was started. */
    public void deliverStart(Task task) {
        claimed(task, Kind.START_WORKFLOW)
                .ifPresent(start -> writes.startWorkflow(scopeOf(task), task, start, "default"));
    }

    /** Claims the work of a lane that is due. */
    public List<WorkItem> claimDue(Lane lane) {
        return ports.queue().claimDue(List.of(new Slots(lane, 10, 10, Map.of())));
    }

    public Task reload(Task task) {
        return snapshotOf(task).task().orElseThrow();
    }

    /** All that is stored about a task now. */
    public Snapshot snapshotOf(Task task) {
        TaskScope scope = scopeOf(task);
        return new Snapshot(
                writes.find(scope, task.id()),
                ports.tasks().history(scope, task.id()),
                writes.stopOf(scope, task.id()),
                store.auditEntries(),
                store.lateOutcomes());
    }

    /** The open tasks of {@link #SITE}, newest first. */
    public List<Task> openTasks() {
        return ports.tasks()
                .page(new TaskScope(PROVIDER, SITE), new TaskList.Site(), true, 1, 100, Reports.INCLUDED)
                .tasks();
    }

    /** The scope for work without a caller. */
    public TaskScope scopeOf(Task task) {
        return ports.access().forSystem(task.spec().site()).orElseThrow();
    }

    /** A stored task, and all that is stored beside it. */
    public record Snapshot(
            Optional<Task> task,
            List<HistoryEntry> history,
            Optional<Stop> stop,
            List<AuditEntry> audit,
            List<LateOutcome> lateOutcomes) {}
}
