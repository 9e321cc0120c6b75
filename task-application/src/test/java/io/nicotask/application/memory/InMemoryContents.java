package io.nicotask.application.memory;

import static java.util.Comparator.comparingInt;

import io.nicotask.application.memory.InMemoryReservation.RackKey;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.LateOutcome;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.User;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that is stored. A transaction changes its own copy; as the stored values are immutable, copying the maps
 * suffices.
 */
final class InMemoryContents {

    final Map<OrgName, ProviderId> providers = new LinkedHashMap<>();
    final Map<SiteId, Site> sites = new LinkedHashMap<>();
    final Map<Subject, User> users = new LinkedHashMap<>();
    final Map<TaskId, Task> tasks = new LinkedHashMap<>();
    final List<Change> changes = new ArrayList<>();
    final List<LateOutcome> lateOutcomes = new ArrayList<>();
    final Map<InMemoryOutboxEntry.Key, InMemoryOutboxEntry> outbox = new LinkedHashMap<>();
    final Map<StepKey, InMemoryUnfinishedStep> steps = new LinkedHashMap<>();
    final Map<TaskId, InMemoryReservation> reservations = new LinkedHashMap<>();
    final List<InMemoryRackLease> leases = new ArrayList<>();
    final Map<RackKey, Instant> checks = new LinkedHashMap<>();
    final Map<InMemoryKeyUse.Key, InMemoryKeyUse> keys = new LinkedHashMap<>();
    final Map<TaskId, InMemoryMonitorEntry> monitored = new LinkedHashMap<>();
    final List<AuditEntry> audit = new ArrayList<>();

    /** One row of a task's history. */
    record Change(TaskId task, HistoryEntry entry) {}

    InMemoryContents copy() {
        InMemoryContents copy = new InMemoryContents();
        copy.providers.putAll(providers);
        copy.sites.putAll(sites);
        copy.users.putAll(users);
        copy.tasks.putAll(tasks);
        copy.changes.addAll(changes);
        copy.lateOutcomes.addAll(lateOutcomes);
        copy.outbox.putAll(outbox);
        copy.steps.putAll(steps);
        copy.reservations.putAll(reservations);
        copy.leases.addAll(leases);
        copy.checks.putAll(checks);
        copy.keys.putAll(keys);
        copy.monitored.putAll(monitored);
        copy.audit.addAll(audit);
        return copy;
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

    /** Whether an attempt of the task may be acting. */
    boolean isLeased(TaskId id, Instant now) {
        return leases.stream().anyMatch(lease -> lease.isOf(id) && lease.lives(now));
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
        return tasks.get(id).spec().site();
    }
}
