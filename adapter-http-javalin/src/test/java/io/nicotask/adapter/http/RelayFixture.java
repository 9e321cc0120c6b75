package io.nicotask.adapter.http;

import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.DeliveryOutcome;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.List;

/** Changes the storage as the relay and the reconciler would. */
final class RelayFixture {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final WorkflowOutbox outbox;
    private final WorkflowMonitor monitor;

    RelayFixture(WorkflowOutbox outbox, WorkflowMonitor monitor) {
        this.outbox = outbox;
        this.monitor = monitor;
    }

    /** Postpones the stop of the task, as the relay does while the engine is down. */
    void postponeStop(Task task, String cause) {
        Claim start = claim(task);
        Claim stop = outbox.complete(start, new DeliveryOutcome.NotNeeded()) ? claim(task) : start;
        assertHeld(outbox.postpone(stop, Duration.ZERO, cause), stop);
    }

    /** Confirms the stop of the task, as the relay does once the engine has closed the workflow. */
    void confirmStop(Task task) {
        for (DeliveryOutcome outcome :
                List.of(new DeliveryOutcome.Delivered("default"), new DeliveryOutcome.Confirmed(Duration.ZERO))) {
            Claim claim = claim(task);
            assertHeld(outbox.complete(claim, outcome), claim);
        }
    }

    /** Records all workflows as started in another namespace, as the reconciler does when a site's namespace changed. */
    void reportWrongNamespace() {
        outbox.claimDue(10, MINUTE)
                .forEach(start -> assertHeld(outbox.complete(start, new DeliveryOutcome.Delivered("before")), start));
        monitor.claimDue(10, MINUTE).forEach(check -> assertHeld(monitor.recordWrongNamespace(check, MINUTE), check));
    }

    private Claim claim(Task task) {
        return outbox.claim(task.id(), MINUTE).getFirst();
    }

    private static void assertHeld(boolean held, Object claim) {
        if (!held) {
            throw new AssertionError("The claim did not hold: " + claim);
        }
    }
}
