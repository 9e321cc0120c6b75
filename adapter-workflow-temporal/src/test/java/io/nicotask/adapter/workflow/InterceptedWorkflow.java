package io.nicotask.adapter.workflow;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.domain.report.TaskReport.Stage;
import io.nicotask.domain.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * A task whose external workflow runs on a worker with the interceptor; no worker runs the built-in workflow. A base
 * class, since each test needs both workers throughout.
 */
abstract class InterceptedWorkflow {

    static TestTemporal temporal;

    final TemporalSiteFixture at = new TemporalSiteFixture();
    final Task task = at.aPendingTask(TemporalSiteFixture.EXTERNAL_OPERATION);
    TemporalEngine module;
    ExternalWorker worker;

    @BeforeAll
    static void start() {
        temporal = TestTemporal.underTest();
    }

    @AfterAll
    static void stop() {
        temporal.close();
    }

    @BeforeEach
    void startWorkers() {
        module = at.moduleWithReportWorkerAt(temporal.target());
        worker = workerWithInterceptor();
    }

    @AfterEach
    void stopWorkers() {
        worker.close();
        module.close();
    }

    ExternalWorker workerWithInterceptor() {
        return new ExternalWorker(temporal, at.externalQueue, TemporalEngine.interceptor());
    }

    void startAndAwaitCalled() {
        at.start(module, task);
        awaitCalled();
    }

    void awaitCalled() {
        await().until(() -> ExternalWorker.hasCalled(task.id()));
    }

    void awaitClosed(CloseStatus closeStatus) {
        temporal.awaitClosed(task.id(), closeStatus);
    }

    Stage theStage() {
        var report = at.reload(task).report();
        assertThat(report).isNotNull();
        assertThat(report.stages()).hasSize(1);
        return report.stages().getFirst();
    }
}
