package io.nicotask.application.internal.memory;

import static java.util.Comparator.comparingInt;

import io.nicotask.application.internal.memory.InMemoryMonitorEntry.LastCheck;
import io.nicotask.application.internal.memory.InMemoryReservation.RackKey;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.LateOutcome;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.User;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.DeliveryOutcome;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Everything that is stored. Each stored value is immutable. */
public final class InMemoryContents {

    private final ReentrantLock lock = new ReentrantLock();

    final Map<OrgName, ProviderId> providers = new LinkedHashMap<>();
    final Map<SiteId, Site> sites = new LinkedHashMap<>();
    final Map<Subject, User> users = new LinkedHashMap<>();
    final Map<TaskId, Task> tasks = new LinkedHashMap<>();
    final List<HistoryRow> history = new ArrayList<>();
    final List<LateOutcome> lateOutcomes = new ArrayList<>();
    final Map<InMemoryOutboxEntry.Key, InMemoryOutboxEntry> outbox = new LinkedHashMap<>();
    final Map<StepKey, InMemoryUnfinishedStep> steps = new LinkedHashMap<>();
    final Map<TaskId, InMemoryReservation> reservations = new LinkedHashMap<>();
    final List<InMemoryRackLease> leases = new ArrayList<>();
    final Map<RackKey, Instant> checks = new LinkedHashMap<>();
    final Map<InMemoryKeyUse.Key, InMemoryKeyUse> keys = new LinkedHashMap<>();
    final Map<TaskId, InMemoryMonitorEntry> monitored = new LinkedHashMap<>();
    final List<AuditEntry> audit = new ArrayList<>();
    final AtomicLong lastLease = new AtomicLong();

    /** One row of a task's history. */
    record HistoryRow(TaskId task, HistoryEntry entry) {}

    /**
     * Calls the function while no other thread reads or writes.
     *
     * @throws IllegalStateException when this thread is in such a call: a decision must not use the storage
     */
    public <T> T use(Function<InMemoryContents, T> access) {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("A decision must not use the storage");
        }
        lock.lock();
        try {
            return access.apply(this);
        } finally {
            lock.unlock();
        }
    }

    public void put(OrgName org, ProviderId provider) {
        use(contents -> contents.providers.put(org, provider));
    }

    public void put(Site site) {
        use(contents -> contents.sites.put(site.id(), site));
    }

    public List<AuditEntry> auditEntries() {
        return use(contents -> List.copyOf(contents.audit));
    }

    public List<LateOutcome> lateOutcomes() {
        return use(contents -> List.copyOf(contents.lateOutcomes));
    }

    /** Whether the site exists and belongs to the provider. */
    boolean has(TaskScope scope) {
        Site site = sites.get(scope.site());
        return site != null && site.provider().equals(scope.provider());
    }

    /** The task, if it is in the scope. */
    Optional<Task> task(TaskScope scope, TaskId id) {
        return Optional.ofNullable(tasks.get(id))
                .filter(task -> has(scope) && task.spec().site().equals(scope.site()));
    }

    /** The task's unfinished steps by stage and type. */
    List<InMemoryUnfinishedStep> stepsOf(TaskId id) {
        return steps.values().stream()
                .filter(step -> step.key().task().equals(id))
                .sorted(comparingInt((InMemoryUnfinishedStep step) -> step.key().stage())
                        .thenComparing(step -> step.key().type().label()))
                .toList();
    }

    /** The tasks that wait for the rack, in order of arrival. */
    List<Task> waitingFor(RackKey rack) {
        return tasks.values().stream()
                .filter(task -> task.status() == TaskStatus.WAITING
                        && task.spec().site().equals(rack.site())
                        && task.spec().rack().equals(rack.rack()))
                .toList();
    }

    /** The numbers of the task's valid leases. */
    Set<Long> leasesOf(TaskId id, Instant now) {
        return leases.stream()
                .filter(lease -> lease.isOf(id) && lease.lives(now))
                .map(lease -> lease.lease().number())
                .collect(Collectors.toSet());
    }

    /** The keys of the task's unfinished steps. */
    Set<StepKey> stepKeysOf(TaskId id) {
        return stepsOf(id).stream().map(InMemoryUnfinishedStep::key).collect(Collectors.toSet());
    }

    /** The site of a task that exists. */
    SiteId siteOf(TaskId id) {
        return requireTask(id).spec().site();
    }

    /** The task with an id that is stored. */
    Task requireTask(TaskId id) {
        return Objects.requireNonNull(tasks.get(id));
    }

    /** The reservation that the task holds. */
    Optional<InMemoryReservation> reservationOf(TaskId id) {
        return Optional.ofNullable(reservations.get(id)).filter(InMemoryReservation::isHeld);
    }

    /** The open entry of the outbox under this claim. */
    Optional<InMemoryOutboxEntry> entryHeldBy(Claim claim, Instant now) {
        return Optional.ofNullable(outbox.get(new InMemoryOutboxEntry.Key(claim.task(), claim.kind())))
                .filter(entry -> entry.isHeldBy(claim.claimNumber(), now));
    }

    /** Completes an entry of the outbox. */
    InMemoryOutboxEntry complete(InMemoryOutboxEntry held, Claim claim, DeliveryOutcome outcome, Instant now) {
        InMemoryOutboxEntry done = held.done(now);
        if (claim.kind() == Kind.START) {
            outbox.computeIfPresent(
                    new InMemoryOutboxEntry.Key(claim.task(), Kind.STOP),
                    (key, stop) -> stop.with(stop.lease().dueBy(now)));
        }
        if (outcome instanceof DeliveryOutcome.Delivered delivered) {
            done = done.startedIn(delivered.namespace());
            monitored.put(claim.task(), InMemoryMonitorEntry.started(claim.task(), delivered.namespace(), now));
        }
        if (outcome instanceof DeliveryOutcome.Confirmed confirmed
                && !confirmed.actsFor().isZero()) {
            done = done.actsUntil(now.plus(confirmed.actsFor()));
        }
        outbox.put(held.key(), done);
        return done;
    }

    /** The monitored workflow under this claim. */
    Optional<InMemoryMonitorEntry> monitorEntryHeldBy(MonitoredWorkflow workflow, Instant now) {
        return Optional.ofNullable(monitored.get(workflow.task()))
                .filter(entry -> entry.lease().isHeldBy(workflow.claimNumber(), now));
    }

    /** The missing workflows of the site. */
    MissingWorkflows missingWorkflowsAt(SiteId site) {
        List<LastCheck> checks = monitored.values().stream()
                .filter(entry -> siteOf(entry.task()).equals(site))
                .map(InMemoryMonitorEntry::lastCheck)
                .toList();
        Instant latest = checks.stream()
                .map(LastCheck::missedAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        return new MissingWorkflows(
                count(checks, check -> check.notFoundCount() > 0),
                count(checks, check -> check.notFoundCount() == 0 && check.at().isBefore(latest)),
                count(checks, LastCheck::inWrongNamespace),
                checks.size());
    }

    private static long count(List<LastCheck> checks, Predicate<LastCheck> which) {
        return checks.stream().filter(which).count();
    }

    /** Whether the alert of the stop was raised. */
    boolean isAlerted(InMemoryOutboxEntry.Key stop) {
        return Objects.requireNonNull(outbox.get(stop)).marks().alerted();
    }
}
