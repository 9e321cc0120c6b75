package io.nicotask.application.internal.memory;

import static java.util.Comparator.comparingInt;

import io.nicotask.application.internal.memory.InMemoryReservation.RackKey;
import io.nicotask.application.internal.memory.InMemoryWorkflow.LastCheck;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.Change.LateOutcome;
import io.nicotask.application.port.RackLeases.ProcessId;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.TaskEvents.TaskEvent;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.UserDirectory.User;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ClockStep;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
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
import org.jspecify.annotations.Nullable;

/** Everything that is stored. Each stored value is immutable. */
public final class InMemoryContents {

    private final ReentrantLock lock = new ReentrantLock();

    final Map<OrgName, ProviderId> providers = new LinkedHashMap<>();
    final Map<SiteId, Site> sites = new LinkedHashMap<>();
    final Map<Subject, User> users = new LinkedHashMap<>();
    final Map<TaskId, Task> tasks = new LinkedHashMap<>();
    final List<HistoryRow> history = new ArrayList<>();
    final List<TaskEvent> events = new ArrayList<>();
    final Set<StopEvent> stopEvents = new HashSet<>();
    final List<LateOutcome> lateOutcomes = new ArrayList<>();
    final Map<InMemoryWork.Key, InMemoryWork> work = new LinkedHashMap<>();
    final Map<TaskId, InMemoryStop> stops = new LinkedHashMap<>();
    final Map<StepKey, InMemoryUnfinishedStep> steps = new LinkedHashMap<>();
    final Map<TaskId, InMemoryReservation> reservations = new LinkedHashMap<>();
    final List<InMemoryRackLease> leases = new ArrayList<>();
    final Map<ProcessId, Instant> processes = new LinkedHashMap<>();
    final Map<InMemoryKeyUse.Key, InMemoryKeyUse> keys = new LinkedHashMap<>();
    final Map<TaskId, InMemoryWorkflow> workflows = new LinkedHashMap<>();
    final List<AuditEntry> audit = new ArrayList<>();
    final AtomicLong lastLease = new AtomicLong();

    /** One row of a task's history. */
    record HistoryRow(TaskId task, HistoryEntry entry) {}

    /** A status that a task's stop has had. */
    record StopEvent(TaskId task, StopStatus status) {}

    void addHistory(Task task, HistoryEntry entry) {
        history.add(new HistoryRow(task.id(), entry));
        events.add(new TaskEvent.StatusChanged(
                events.size() + 1,
                task.spec().site(),
                task.id(),
                task.spec().rack(),
                task.spec().operation(),
                entry.from(),
                entry.to(),
                entry.at(),
                entry.cause()));
    }

    /** Adds the status of a task's stop to the events, once. */
    void addStopEvent(TaskId task, StopStatus status, Instant now) {
        if (stopEvents.add(new StopEvent(task, status))) {
            SiteId site = requireTask(task).spec().site();
            events.add(new TaskEvent.StopChanged(events.size() + 1, site, task, status, now));
        }
    }

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
                .filter(lease -> lease.isOf(id) && lives(lease.process(), now))
                .map(lease -> lease.lease().number())
                .collect(Collectors.toSet());
    }

    /** Whether the lease of the process is valid. */
    boolean lives(ProcessId process, Instant now) {
        Instant until = processes.get(process);
        return until != null && until.isAfter(now);
    }

    /** Makes the check of the workflow of an open task due; a result of a check under way is rejected. */
    void doubt(TaskId id, Instant now) {
        if (!requireTask(id).status().isTerminal()) {
            checkBy(id, now, now);
        }
    }

    /** Schedules the check of a task's workflow, unless it is due earlier. */
    void checkBy(TaskId id, Instant at, Instant now) {
        InMemoryWork check = workFor(id, Kind.CHECK_WORKFLOW).orElse(null);
        Instant latest = check != null && check.isDue(now) ? now : at;
        scheduleCheck(id, check == null ? latest : check.lease().dueBy(latest).dueAt(), now);
    }

    /** Schedules the only check of a task's workflow; null if none is needed. Claims of an earlier one are counted on. */
    void scheduleCheck(TaskId id, @Nullable Instant at, Instant now) {
        InMemoryWork.Key key =
                new InMemoryWork.Key(Kind.CHECK_WORKFLOW, requireTask(id).spec().site(), id.value());
        InMemoryWork replaced = work.get(key);
        ClaimLease lease = replaced == null ? ClaimLease.due(now) : replaced.lease();
        put(new InMemoryWork(key, now, lease.released(at), ""));
    }

    /** The keys of the task's unfinished steps. */
    Set<StepKey> stepKeysOf(TaskId id) {
        return stepsOf(id).stream().map(InMemoryUnfinishedStep::key).collect(Collectors.toSet());
    }

    /** The task with an id that is stored. */
    Task requireTask(TaskId id) {
        return Objects.requireNonNull(tasks.get(id));
    }

    /** The reservation that the task holds. */
    Optional<InMemoryReservation> reservationOf(TaskId id) {
        return Optional.ofNullable(reservations.get(id)).filter(InMemoryReservation::isHeld);
    }

    /** The work of this kind for the task, if there is any. */
    Optional<InMemoryWork> workFor(TaskId task, Kind kind) {
        return Optional.ofNullable(tasks.get(task))
                .map(found -> work.get(new InMemoryWork.Key(kind, found.spec().site(), task.value())));
    }

    /** The work under this claim. */
    Optional<InMemoryWork> workHeldBy(WorkItem item, Instant now) {
        return Optional.ofNullable(work.get(InMemoryWork.Key.of(item)))
                .filter(held -> held.lease().isHeldBy(item.claimNumber(), now));
    }

    void put(InMemoryWork changed) {
        work.put(changed.key(), changed);
    }

    /** The missing workflows of the site. */
    MissingWorkflows missingWorkflowsAt(SiteId site, Instant now) {
        Map<TaskId, LastCheck> checks = workflows.entrySet().stream()
                .filter(entry -> isOpenAt(site, requireTask(entry.getKey())))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().lastCheck()));
        Instant latest = checks.values().stream()
                .map(LastCheck::missedAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        return new MissingWorkflows(
                count(checks, check -> check.notFoundCount() > 0),
                checks.entrySet().stream()
                        .filter(entry -> entry.getValue().notFoundCount() == 0
                                && (entry.getValue().at().isBefore(latest)
                                        || ClockStep.hasHappenedSince(
                                                entry.getValue().at(), now))
                                && leasesOf(entry.getKey(), now).isEmpty())
                        .count(),
                missingOfRecentStops(site, now),
                count(checks, LastCheck::inWrongNamespace),
                checks.size());
    }

    private long missingOfRecentStops(SiteId site, Instant now) {
        return stops.entrySet().stream()
                .filter(stop -> stop.getValue().decided().isAfter(now.minus(WorkflowMonitor.RECENT))
                        && !ClockStep.hasHappenedSince(stop.getValue().decided(), now)
                        && requireTask(stop.getKey()).spec().site().equals(site))
                .map(stop -> workflows.get(stop.getKey()))
                .filter(workflow -> workflow != null && workflow.lastCheck().notFoundCount() > 0)
                .count();
    }

    private static long count(Map<TaskId, LastCheck> checks, Predicate<LastCheck> which) {
        return checks.values().stream().filter(which).count();
    }

    private static boolean isOpenAt(SiteId site, Task task) {
        return task.spec().site().equals(site) && !task.status().isTerminal();
    }
}
