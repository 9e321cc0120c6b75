package io.nicotask.adapter.http;

import io.nicotask.application.contract.DirectWrites;
import io.nicotask.application.contract.DueWork;
import io.nicotask.application.port.Change.WorkCompleted;
import io.nicotask.application.port.Change.WorkflowCheckScheduled;
import io.nicotask.application.port.Change.WorkflowStarted;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Changes the storage as the relay and the reconciler would. */
record RelayFixture(Ports ports, DirectWrites writes) {

    /** Postpones the stop of the task, as the relay does while the engine is down. */
    void postponeStop(Task task, String cause) {
        assertHeld(ports.queue().complete(claim(task, Kind.START_WORKFLOW)), task);
        assertHeld(ports.queue().postpone(claim(task, Kind.STOP_WORKFLOW), Duration.ZERO, cause), task);
    }

    /** Confirms the stop of the task, as the relay does once the engine has closed the workflow. */
    void confirmStop(Task task) {
        start(claim(task, Kind.START_WORKFLOW), "default");
        writes.closeWorkflow(scopeOf(task.spec().site()), task, claim(task, Kind.STOP_WORKFLOW), Duration.ZERO);
    }

    /** Records all workflows as started in another namespace, as the reconciler does when a site's namespace changed. */
    void reportWrongNamespace() {
        claimDue(Lane.DELIVERY).forEach(start -> {
            start(start, "before");
            ports.storage()
                    .write(scopeOf(start.site()), List.of(new WorkflowCheckScheduled(start.task(), Duration.ZERO)));
        });
        claimDue(Lane.CHECK)
                .forEach(
                        check -> assertHeld(ports.monitor().recordWrongNamespace(check, Duration.ofMinutes(1)), check));
    }

    private void start(WorkItem start, String namespace) {
        ports.storage()
                .write(
                        scopeOf(start.site()),
                        List.of(new WorkflowStarted(start.task(), namespace), new WorkCompleted(start)));
    }

    private List<WorkItem> claimDue(Lane lane) {
        return ports.queue().claimDue(List.of(new Slots(lane, 10, 10, Map.of())));
    }

    /** The claim of the process that decided, if it holds one, otherwise a new one. */
    private WorkItem claim(Task task, Kind kind) {
        return DueWork.of(ports.queue(), task.id()).stream()
                .findFirst()
                .orElseGet(
                        () -> new WorkItem(kind, task.id().value(), task.spec().site(), 1));
    }

    private TaskScope scopeOf(SiteId site) {
        return ports.access().forSystem(site).orElseThrow();
    }

    private static void assertHeld(boolean held, Object claim) {
        if (!held) {
            throw new AssertionError("The claim did not hold: " + claim);
        }
    }
}
