package io.nicotask.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.nicotask.application.memory.InMemoryStore;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.IdempotencyKeys;
import io.nicotask.application.port.LateOutcome;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackReservations;
import io.nicotask.application.port.RackReservations.Reservation;
import io.nicotask.application.port.RequestOrigin;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.StaleTask;
import io.nicotask.application.port.StopDelivery;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.TaskQueries.Reports;
import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.application.port.TaskStore;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.UnfinishedSteps;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.port.WorkflowOutbox.DeliveryOutcome.Confirmed;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.Role;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskFixtures;
import io.nicotask.domain.task.TaskState.Failed;
import io.nicotask.domain.task.TaskState.Pending;
import io.nicotask.domain.task.TaskState.Running;
import io.nicotask.domain.task.TaskState.Succeeded;
import io.nicotask.domain.task.TaskState.Terminated;
import io.nicotask.domain.task.TaskState.Waiting;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

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
    public static final SiteId SITE_OUT_OF_SERVICE = new SiteId(new UUID(2, 5));
    public static final SiteId NO_SITE = new SiteId(new UUID(2, 404));
    public static final TaskId NO_TASK = new TaskId(new UUID(3, 404));
    public static final RequestOrigin ORIGIN = new RequestOrigin("request-1", "192.0.2.1");
    public static final Role ADMIN = new Role("NICO_PROVIDER_ADMIN");
    public static final Role VIEWER = new Role("PROVIDER_ADMIN_VIEWER");
    public static final Caller CALLER = callerWith(ADMIN);

    /** Messages in English on every machine, without expression language. */
    public static final Validator VALIDATOR = Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new ParameterMessageInterpolator(Set.of(), Locale.ENGLISH, false))
            .buildValidatorFactory()
            .getValidator();

    private static final ChangeCause CAUSE = ChangeCause.of(Actor.system("test"));

    /** An hour after {@link TaskFixtures#SUBMITTED}, with nanoseconds, so that truncation shows. */
    public final SettableClock clock =
            new SettableClock(TaskFixtures.SUBMITTED.plus(Duration.ofHours(1)).plusNanos(123_456_789));

    public final InMemoryStore store = new InMemoryStore(clock);
    public final Ports ports = store.ports();

    public SiteFixture() {
        store.put(ORG, PROVIDER);
        store.put(FOREIGN_ORG, FOREIGN_PROVIDER);
        store.put(new Site(SITE, PROVIDER, true, true));
        store.put(new Site(SECOND_SITE, PROVIDER, true, true));
        store.put(new Site(FOREIGN_SITE, FOREIGN_PROVIDER, true, true));
        store.put(new Site(SITE_WITHOUT_FLOW, PROVIDER, false, true));
        store.put(new Site(SITE_OUT_OF_SERVICE, PROVIDER, true, false));
    }

    /** A member of each of the orgs, with these roles in all of them. */
    public static Caller callerWith(Role... roles) {
        Set<Role> held = Set.of(roles);
        return new Caller(
                new Subject("jane"),
                new Profile("Jane", "Doe", "jane@example.com"),
                Map.of(ORG, held, ORG_WITHOUT_PROVIDER, held, FOREIGN_ORG, held));
    }

    /**
     * Stores a task with its whole history and its outbox entries. It holds its rack from Pending until its worker has
     * reported its end.
     */
    public Task has(TaskFixtures fixture) {
        List<Task> versions = fixture.versions();
        return ports.transactions().inTransaction(() -> {
            TaskScope scope = scopeOf(versions.getFirst());
            ports.racks().lock(scope, versions.getFirst().spec().rack());
            ports.tasks().insertTask(scope, versions.getFirst(), CAUSE);
            insertWithReservation(scope, versions.getFirst());
            for (int i = 1; i < versions.size(); i++) {
                ports.tasks().update(scope, new TaskChange(versions.get(i - 1), versions.get(i), CAUSE));
                insertWithReservation(scope, versions.get(i));
            }
            return versions.getLast();
        });
    }

    private void insertWithReservation(TaskScope scope, Task task) {
        switch (task.state()) {
            case Waiting waiting -> {}
            case Pending pending -> {
                ports.racks().grant(scope, task);
                ports.outbox().enqueueStart(scope, task.id());
            }
            case Running running -> {}
            case Succeeded succeeded -> writeReport(scope, task);
            case Failed failed -> writeReport(scope, task);
            case Terminated terminated -> ports.outbox().enqueueStop(scope, task.id(), Duration.ZERO);
        }
    }

    private void writeReport(TaskScope scope, Task task) {
        ports.outbox().enqueueStop(scope, task.id(), Duration.ZERO);
        if (task.state().runOrNull() != null) {
            ports.racks().release(scope, task.id());
        }
    }

    /** Reschedules the task's rack, as whenever it may have become free. */
    public void reschedule(Task task) {
        RackActions.schedule(ports, scopeOf(task), task.spec().rack());
    }

    /** The reservations of the task's rack. */
    public List<Reservation> holders(Task task) {
        return ports.transactions()
                .inTransaction(
                        () -> ports.racks().lock(scopeOf(task), task.spec().rack()))
                .reservations();
    }

    /** The same ports; the next guarded writes find that the task has changed since it was read. */
    public Ports losing(int races) {
        AtomicInteger left = new AtomicInteger(races);
        TaskStore tasks = FailingPorts.callingBefore(TaskStore.class, ports.tasks(), (method, arguments) -> {
            if (method.equals("update") && left.getAndDecrement() > 0) {
                throw new StaleTask(((TaskChange) arguments[1]).before());
            }
        });
        return new Ports(
                tasks,
                ports.racks(),
                ports.leases(),
                ports.unfinishedSteps(),
                ports.outbox(),
                ports.audit(),
                ports.keys(),
                ports.access(),
                ports.transactions(),
                ports.conflicts(),
                clock);
    }

    /** The same ports in a process with a clock of its own. */
    public Ports withClock(InstantSource other) {
        return new Ports(
                ports.tasks(),
                ports.racks(),
                ports.leases(),
                ports.unfinishedSteps(),
                ports.outbox(),
                ports.audit(),
                ports.keys(),
                ports.access(),
                ports.transactions(),
                ports.conflicts(),
                other);
    }

    /** The same ports; the audit trail is unavailable. */
    public Ports withoutAudit() {
        return failingAt("record");
    }

    /** The same ports; every method with this name is unavailable. */
    public Ports failingAt(String where) {
        return failing(method -> method.equals(where));
    }

    /** The same ports; all are unavailable while the condition holds. */
    public Ports failingWhen(BooleanSupplier away) {
        return failing(method -> away.getAsBoolean());
    }

    private Ports failing(Predicate<String> when) {
        return new Ports(
                FailingPorts.failingWhen(TaskStore.class, ports.tasks(), when),
                FailingPorts.failingWhen(RackReservations.class, ports.racks(), when),
                FailingPorts.failingWhen(RackLeases.class, ports.leases(), when),
                FailingPorts.failingWhen(UnfinishedSteps.class, ports.unfinishedSteps(), when),
                FailingPorts.failingWhen(WorkflowOutbox.class, ports.outbox(), when),
                FailingPorts.failingWhen(AuditTrail.class, ports.audit(), when),
                FailingPorts.failingWhen(IdempotencyKeys.class, ports.keys(), when),
                ports.access(),
                FailingPorts.failingWhen(Transactions.class, ports.transactions(), when),
                ports.conflicts(),
                clock);
    }

    /** Acquires a lease for an attempt of the task. */
    @CanIgnoreReturnValue
    public Lease acquireLease(Task task) {
        return ports.transactions().inTransaction(() -> {
            Task locked = ports.tasks().lock(scopeOf(task), task.id()).orElseThrow();
            return RackActions.acquireLease(ports.leases(), scopeOf(task), locked.id(), "stage-1");
        });
    }

    /** Completes the task's outbox entries: its start, then its stop, as if the engine had closed the workflow. */
    @CanIgnoreReturnValue
    public Task completeOutbox(Task task) {
        for (int entry = 1; entry <= Kind.values().length; entry++) {
            ports.outbox()
                    .claim(task.id(), Duration.ofSeconds(5))
                    .forEach(claim -> assertThat(ports.outbox().complete(claim, new Confirmed()))
                            .isTrue());
        }
        return task;
    }

    public Task reload(Task task) {
        return snapshotOf(task).task().orElseThrow();
    }

    /** All that is stored about a task now. */
    public Snapshot snapshotOf(Task task) {
        TaskScope scope = scopeOf(task);
        return new Snapshot(
                ports.tasks().find(scope, task.id()),
                ports.tasks().history(scope, task.id()),
                ports.outbox().stopOf(scope, task.id()),
                store.auditEntries(),
                store.lateOutcomes());
    }

    /** The open tasks of {@link #SITE}, newest first. */
    public List<Task> openTasks() {
        return store.taskQueries()
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
            Optional<StopDelivery> stop,
            List<AuditEntry> audit,
            List<LateOutcome> lateOutcomes) {}
}
