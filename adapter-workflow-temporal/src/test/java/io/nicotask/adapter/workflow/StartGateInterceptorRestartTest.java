package io.nicotask.adapter.workflow;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.faults.Fault.GATE_REPLY_LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.domain.report.TaskReport.Progress;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import io.temporal.api.enums.v1.EventType;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The start gate when workers restart and when replies are lost. */
class StartGateInterceptorRestartTest extends InterceptedWorkflow {

    @Test
    void a_cancel_in_the_engine_before_the_start_gate_is_passed_reaches_the_workflow() {
        module.close();
        module = at.moduleAt(temporal.target());
        at.start(module, task);
        await().until(() -> temporal.events(task.id()).contains(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED));
        worker.of(task.id()).cancel();

        module.close();
        module = at.moduleWithReportWorkerAt(temporal.target());
        awaitClosed(CloseStatus.CANCELED);
        RecordedHistory.record("external-cancelled-before-the-gate", temporal, task.id());

        assertThat(ExternalWorker.hasCalled(task.id())).isTrue();
    }

    @Test
    void a_workflow_that_moves_to_another_worker_passes_the_start_gate_once() {
        AtomicInteger passes = new AtomicInteger();
        BeginTask real = at.externalStartGate();
        module.close();
        module = at.moduleWithReportWorkerAt(temporal.target(), workflowRun -> {
            passes.incrementAndGet();
            return real.begin(workflowRun);
        });
        startAndAwaitCalled();

        worker.close();
        worker = workerWithInterceptor();
        worker.end(task.id(), "well");
        awaitClosed(CloseStatus.COMPLETED);

        assertThat(passes).hasValue(1);
        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void the_same_run_passes_the_start_gate_again_after_a_lost_reply() {
        AtomicInteger passes = new AtomicInteger();
        BeginTask real = at.externalStartGate();
        module.close();
        module = at.moduleWithReportWorkerAt(temporal.target(), workflowRun -> {
            BeginTask.Result result = real.begin(workflowRun);
            if (passes.incrementAndGet() == 1) {
                FiredFaults.count(GATE_REPLY_LOST, Layer.PARTS, 1);
                throw new StoreUnavailable("The reply was lost", new RuntimeException("test"));
            }
            return result;
        });
        startAndAwaitCalled();

        worker.end(task.id(), "well");
        awaitClosed(CloseStatus.COMPLETED);
        RecordedHistory.record("external-gate-retried", temporal, task.id());

        assertThat(passes).hasValue(2);
    }

    @Test
    void a_workflow_that_is_checked_while_it_waits_for_its_worker_passes_the_start_gate_later() {
        worker.close();
        at.relayStart(module, task);
        at.reconcile(module);
        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.PENDING);

        worker = workerWithInterceptor();
        awaitCalled();
        worker.end(task.id(), "well");
        awaitClosed(CloseStatus.COMPLETED);

        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(theStage().progress().status()).isEqualTo(Progress.Status.COMPLETED);
    }

    @Test
    void a_workflow_that_began_without_the_interceptor_continues_without_it() {
        worker.close();
        worker = new ExternalWorker(temporal, at.externalQueue);
        startAndAwaitCalled();

        worker.close();
        worker = workerWithInterceptor();
        worker.end(task.id(), "well");
        awaitClosed(CloseStatus.COMPLETED);
        RecordedHistory.record("external-begun-without-the-interceptor", temporal, task.id());

        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.PENDING);
    }
}
