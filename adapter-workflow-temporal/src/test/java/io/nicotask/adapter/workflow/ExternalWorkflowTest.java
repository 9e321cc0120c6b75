package io.nicotask.adapter.workflow;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.StartResult;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** External workflows on workers without the interceptor: they neither pass the start gate nor report. */
class ExternalWorkflowTest {

    private static TestTemporal temporal;

    private final TemporalSiteFixture at = new TemporalSiteFixture();
    private final Task task = at.aPendingTask(TemporalSiteFixture.EXTERNAL_OPERATION);

    @BeforeAll
    static void start() {
        temporal = TestTemporal.underTest();
    }

    @AfterAll
    static void stop() {
        temporal.close();
    }

    @Test
    void the_task_stays_pending_while_its_workflow_is_open() {
        try (TemporalEngine module = at.moduleAt(temporal.target())) {
            at.relayStart(module, task);

            at.reconcile(module);
        }

        assertThat(temporal.describedAs(task.id())).isInstanceOf(WorkflowDescription.Open.class);
        assertThat(at.reload(task)).isEqualTo(task);
    }

    @ParameterizedTest
    @CsvSource({
        "well, COMPLETED, Workflow completed without passing the start gate",
        "badly, FAILED, Workflow failed without reporting a result"
    })
    void the_reconciler_fails_the_task_when_its_workflow_has_closed(
            String ending, CloseStatus closeStatus, String message) {
        try (TemporalEngine module = at.moduleAt(temporal.target());
                ExternalWorker worker = new ExternalWorker(temporal, at.externalQueue)) {
            at.relayStart(module, task);
            await().until(() -> ExternalWorker.hasCalled(task.id()));
            at.reconcileAfter(Duration.ofMinutes(6), module);

            worker.end(task.id(), ending);
            temporal.awaitClosed(task.id(), closeStatus);
            at.reconcileAfter(Duration.ofMinutes(6), module);
        }

        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(at.reload(task).message()).isEqualTo(message);
    }

    @Test
    void a_task_cancelled_before_its_start_never_starts_however_late_the_start_arrives() {
        try (TemporalEngine module = at.moduleAt(temporal.target());
                ExternalWorker worker = new ExternalWorker(temporal, at.externalQueue)) {
            at.cancel(task);
            awaitStopped(module);

            await().untilAsserted(() -> assertThat(module.start(task)).isInstanceOf(StartResult.AlreadyStarted.class));
        }

        assertThat(temporal.describe(task.id()).getType().getName()).isEqualTo("Tombstone");
        assertThat(ExternalWorker.hasCalled(task.id())).isFalse();
    }

    @Test
    void the_workflow_of_a_cancelled_task_is_terminated() {
        try (TemporalEngine module = at.moduleAt(temporal.target());
                ExternalWorker worker = new ExternalWorker(temporal, at.externalQueue)) {
            at.relayStart(module, task);
            await().until(() -> ExternalWorker.hasCalled(task.id()));
            at.cancel(task);

            awaitStopped(module);
        }

        temporal.awaitClosed(task.id(), CloseStatus.TERMINATED);
        assertThat(at.rackOf(task).reservations()).isEmpty();
    }

    @Test
    void a_closed_workflow_acts_for_as_long_as_was_declared_at_its_start() {
        Duration declared = Duration.ofSeconds(30);
        try (TemporalEngine starting = at.moduleAt(temporal.target(), declared);
                TemporalEngine later = at.moduleAt(temporal.target(), Duration.ZERO)) {
            at.start(starting, task);
            later.terminate(at.site, task.id(), "by a test");
            temporal.awaitClosed(task.id(), CloseStatus.TERMINATED);

            WorkflowDescription description = later.describe(at.site, task.id());

            assertThat(description)
                    .isInstanceOfSatisfying(
                            WorkflowDescription.Closed.class,
                            closed -> assertThat(closed.actsFor()).isEqualTo(declared));
        }
    }

    private void awaitStopped(TemporalEngine module) {
        await().until(() -> {
            at.relay(module, task);
            return at.stopOf(task) == StopStatus.CONFIRMED;
        });
    }
}
