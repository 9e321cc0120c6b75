package io.nicotask.adapter.workflow;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskReport.Stage;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * A task whose workflow runs on a worker of others that has registered the interceptor; nobody runs workflows of ours.
 * Tests extend it, as each needs both sides from beginning to end.
 */
abstract class InterceptedWorkflow {

    static TestTemporal temporal;

    final TestSite at = new TestSite();
    final Task task = at.aPendingTask(TestSite.FOREIGN);
    WorkflowModule module;
    ForeignWorker worker;

    @BeforeAll
    static void start() {
        temporal = TestTemporal.given();
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @AfterAll
    static void stop() {
        temporal.close();
        Awaitility.reset();
    }

    @BeforeEach
    void startWorkers() {
        module = at.heedingAt(temporal.target());
        worker = withInterceptor();
    }

    @AfterEach
    void stopWorkers() {
        worker.close();
        module.close();
    }

    ForeignWorker withInterceptor() {
        return new ForeignWorker(temporal, at.foreignQueue, WorkflowModule.interceptor());
    }

    void startAndAwaitCalled() {
        at.start(module, task);
        awaitCalled();
    }

    void awaitCalled() {
        await().until(() -> ForeignWorker.hasCalled(task.id()));
    }

    void awaitClosed(CloseStatus how) {
        temporal.awaitClosed(task.id(), how);
    }

    Stage theStage() {
        var report = at.taskNow(task).report();
        assertThat(report).isNotNull();
        assertThat(report.stages()).hasSize(1);
        return report.stages().getFirst();
    }
}
