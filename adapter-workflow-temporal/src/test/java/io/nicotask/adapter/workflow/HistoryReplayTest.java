package io.nicotask.adapter.workflow;

import static io.nicotask.application.contract.Eventually.await;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.adapter.workflow.ExternalWorker.RackIngestionWorkflow;
import io.nicotask.adapter.workflow.ExternalWorker.RackScanWorkflow;
import io.nicotask.adapter.workflow.WorkflowInputs.RackOperationInput;
import io.nicotask.adapter.workflow.WorkflowProtocol.RackOperation;
import io.nicotask.adapter.workflow.WorkflowProtocol.RackOperationActivities;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Functions.Func;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workflows that earlier builds started replay and finish in this build. */
final class HistoryReplayTest {

    /** The SDK takes a workflow thread that gets no processor for a second for a deadlock. */
    private static final Duration DEADLOCK_TIMEOUT = Duration.ofMinutes(5);

    private static TestTemporal temporal;
    private static WorkflowServiceStubs stubs;

    @BeforeAll
    static void connect() {
        temporal = TestTemporal.start();
        stubs = WorkflowServiceStubs.newConnectedServiceStubs(temporal.stubsOptions(), TestTemporal.CALL_LIMIT);
    }

    @AfterAll
    static void disconnect() {
        stubs.shutdownNow();
        temporal.close();
    }

    static List<String> rackHistories() {
        return RecordedHistory.namesOf("rack-");
    }

    static List<String> externalHistories() {
        return RecordedHistory.namesOf("external-");
    }

    @ParameterizedTest
    @MethodSource("rackHistories")
    void a_recorded_rack_workflow_replays(String name) {
        assertThatCode(() -> rackWorker(RackOperationWorkflow::new).replayWorkflowExecution(RecordedHistory.read(name)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("externalHistories")
    void a_recorded_external_workflow_replays_behind_the_interceptor(String name) {
        Worker worker = externalWorker(TemporalEngine.interceptor());

        assertThatCode(() -> worker.replayWorkflowExecution(RecordedHistory.read(name)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("rackHistories")
    void a_rack_workflow_that_skips_the_gate_does_not_replay(String name) {
        assertThatThrownBy(() -> rackWorker(WithoutGate::new).replayWorkflowExecution(RecordedHistory.read(name)))
                .hasStackTraceContaining("NonDeterministicException");
    }

    @Test
    void a_rack_workflow_that_reports_no_end_does_not_replay() {
        assertThatThrownBy(() -> rackWorker(WithoutEnd::new)
                        .replayWorkflowExecution(RecordedHistory.read("rack-completed.json")))
                .hasStackTraceContaining("NonDeterministicException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"external-completed.json", "external-terminated.json"})
    void an_external_workflow_without_the_interceptor_does_not_replay(String name) {
        assertThatThrownBy(() -> externalWorker().replayWorkflowExecution(RecordedHistory.read(name)))
                .hasStackTraceContaining("NonDeterministicException");
    }

    /** Earlier builds ran the status reports on the queue of the stages, the start gate first. */
    @Test
    void a_rack_workflow_whose_report_waits_on_the_queue_of_the_stages_finishes() {
        TemporalSiteFixture at = new TemporalSiteFixture();
        Task task = at.aPendingTask();
        try (TemporalEngine module = at.moduleAt(temporal.target())) {
            at.start(module, task);
        }
        WorkerFactory earlier = factory();
        WorkerOptions notSticky = WorkerOptions.newBuilder()
                .setStickyQueueScheduleToStartTimeout(Duration.ZERO)
                .setDefaultDeadlockDetectionTimeout(DEADLOCK_TIMEOUT.toMillis())
                .build();
        earlier.newWorker(at.queue, notSticky)
                .registerWorkflowImplementationFactory(RackOperation.class, WithoutEnd::new);
        earlier.start();
        await().until(() -> temporal.events(task.id()).contains(EVENT_TYPE_ACTIVITY_TASK_SCHEDULED));
        earlier.shutdownNow();
        earlier.awaitTermination(5, TimeUnit.MINUTES);

        try (TemporalEngine module = at.moduleWithWorkerAt(temporal.target())) {
            temporal.awaitClosed(task.id(), CloseStatus.COMPLETED);
        }

        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @ParameterizedTest
    @MethodSource({"rackHistories", "externalHistories"})
    void a_recorded_history_contains_no_name_of_the_machine(String name) throws IOException {
        String json = RecordedHistory.text(name);

        assertThat(json)
                .doesNotContain("@" + InetAddress.getLocalHost().getHostName())
                .doesNotContain(System.getProperty("user.dir"))
                .doesNotContain(System.getProperty("user.home"))
                .doesNotContain("/tmp/", "/home/", ".java:");
    }

    /** Registers the workflow as the production worker does: without interceptors. */
    private static Worker rackWorker(Func<RackOperation> workflow) {
        Worker worker = worker();
        worker.registerWorkflowImplementationFactory(RackOperation.class, workflow);
        return worker;
    }

    private static Worker externalWorker(WorkerInterceptor... interceptors) {
        Worker worker = worker(interceptors);
        worker.registerWorkflowImplementationTypes(RackIngestionWorkflow.class, RackScanWorkflow.class);
        return worker;
    }

    private static Worker worker(WorkerInterceptor... interceptors) {
        WorkerOptions patient = WorkerOptions.newBuilder()
                .setDefaultDeadlockDetectionTimeout(DEADLOCK_TIMEOUT.toMillis())
                .build();
        return factory(interceptors).newWorker("replay", patient);
    }

    private static WorkerFactory factory(WorkerInterceptor... interceptors) {
        WorkerFactoryOptions options = WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(interceptors)
                .build();
        return WorkerFactory.newInstance(WorkflowClient.newInstance(stubs), options);
    }

    /** Planted defect: executes a stage without passing the start gate. */
    private static final class WithoutGate implements RackOperation {

        @Override
        public void run(RackOperationInput input) {
            var unused = Workflow.newActivityStub(RackOperationActivities.class, ActivityPolicies.STAGE)
                    .perform(input, 1);
        }
    }

    /** Planted defect: reports no end. */
    private static final class WithoutEnd implements RackOperation {

        @Override
        public void run(RackOperationInput input) {
            int count = Workflow.newActivityStub(RackOperationActivities.class, ActivityPolicies.REPORT)
                    .begin(input);
            for (int stage = 1; stage <= count; stage++) {
                var unused = Workflow.newActivityStub(RackOperationActivities.class, ActivityPolicies.STAGE)
                        .perform(input, stage);
            }
        }
    }
}
