package io.nicotask.application.memory;

import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.LateWord;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.User;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.ProviderId;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is kept. What a transaction changes is a copy of its own; as the kept values are immutable, copying
 * the maps suffices.
 */
record Contents(
        Map<OrgName, ProviderId> providers,
        Map<SiteId, Site> sites,
        Map<Subject, User> users,
        Map<TaskId, Task> tasks,
        List<Change> changes,
        List<LateWord> late,
        Map<Request.Key, Request> requests,
        Map<TaskId, Watch> watches,
        List<AuditEntry> audit) {

    /** One row of the history of a task. */
    record Change(TaskId task, HistoryEntry entry) {}

    static Contents empty() {
        return new Contents(
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new ArrayList<>());
    }

    Contents copy() {
        return new Contents(
                new LinkedHashMap<>(providers),
                new LinkedHashMap<>(sites),
                new LinkedHashMap<>(users),
                new LinkedHashMap<>(tasks),
                new ArrayList<>(changes),
                new ArrayList<>(late),
                new LinkedHashMap<>(requests),
                new LinkedHashMap<>(watches),
                new ArrayList<>(audit));
    }

    /** Whether there is such a site of such a provider at all. */
    boolean has(TaskScope scope) {
        Site site = sites.get(scope.site());
        return site != null && site.provider().equals(scope.provider());
    }

    /** The task, when it is of the scope. */
    Optional<Task> task(TaskScope scope, TaskId id) {
        return Optional.ofNullable(tasks.get(id))
                .filter(task -> has(scope) && task.request().site().equals(scope.site()));
    }

    /** The site of a task that is known to be there. */
    SiteId siteOf(TaskId id) {
        return tasks.get(id).request().site();
    }
}
