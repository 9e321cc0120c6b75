package io.nicotask.adapter.workflow;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.nicotask.adapter.workflow.TemporalEngine.Registration;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Engine and workers on a client of the host, with the host's interceptor and an encrypting data converter. */
class HostClientTest {

    private static TestTemporal temporal;

    private final TemporalSiteFixture at = new TemporalSiteFixture();
    private final Set<String> calls = ConcurrentHashMap.newKeySet();
    private final WorkflowClient client = clientOf(temporal.target());
    private final TemporalEngine engine = at.moduleOver(TemporalEngine.on(client), Duration.ZERO);

    @BeforeAll
    static void start() {
        temporal = TestTemporal.underTest();
    }

    @AfterAll
    static void stop() {
        temporal.close();
    }

    @AfterEach
    void close() {
        engine.close();
        client.getWorkflowServiceStubs().shutdownNow();
    }

    @Test
    void calls_go_through_the_client_which_stays_open() {
        Task task = at.aPendingTask();

        at.start(engine, task);
        engine.terminate(at.site, task.id(), "test");
        engine.close();

        assertThat(calls).contains("StartWorkflowExecution", "TerminateWorkflowExecution");
        temporal.awaitClosed(task.id(), CloseStatus.TERMINATED);
        assertThat(client.getWorkflowServiceStubs()
                        .blockingStub()
                        .describeNamespace(DescribeNamespaceRequest.newBuilder()
                                .setNamespace(TestTemporal.NAMESPACE)
                                .build())
                        .hasNamespaceInfo())
                .isTrue();
    }

    @Test
    void two_connections_by_one_client_are_equal() {
        assertThat(TemporalEngine.on(client))
                .isEqualTo(TemporalEngine.on(client))
                .isNotEqualTo(TemporalEngine.at(temporal.target()))
                .hasToString("the host's client of default at " + temporal.target());
    }

    @Test
    void a_client_whose_server_is_down_decides_nothing() {
        Task task = at.aPendingTask();
        WorkflowClient nowhere = clientOf(LoopbackAddresses.closedTarget());

        try (TemporalEngine unreachable = at.moduleOver(TemporalEngine.on(nowhere), Duration.ZERO)) {
            assertThatThrownBy(() -> unreachable.start(task)).isInstanceOf(WorkflowEngineUnavailable.class);
        } finally {
            nowhere.getWorkflowServiceStubs().shutdownNow();
        }
    }

    @Test
    void workers_on_the_client_run_a_workflow_whose_payloads_are_all_encoded() {
        Task task = at.aPendingTask();
        engine.startWorkers(List.of(at.site), at.useCases());

        at.start(engine, task);
        temporal.awaitClosed(task.id(), CloseStatus.COMPLETED);

        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertPayloadsAreHidden(task);
    }

    @Test
    void external_workflows_on_the_client_report_through_the_same_converter() {
        Task task = at.aPendingTask(TemporalSiteFixture.EXTERNAL_OPERATION);
        engine.startStatusReportWorkers(List.of(at.site), at.externalUseCases());

        try (ExternalWorker worker =
                new ExternalWorker(clientOf(temporal.target()), at.externalQueue, TemporalEngine.interceptor())) {
            at.start(engine, task);
            await().until(() -> ExternalWorker.hasCalled(task.id()));
            worker.end(task.id(), "well");
            temporal.awaitClosed(task.id(), CloseStatus.COMPLETED);
        }

        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertPayloadsAreHidden(task);
    }

    @Test
    void a_factory_of_the_host_runs_the_workflow_until_the_host_stops_it() {
        Task task = at.aPendingTask();
        WorkerFactory factory = WorkerFactory.newInstance(client);

        try (Registration worker = engine.registerOn(factory, at.useCases())) {
            await().untilAsserted(() -> assertThat(engine.turns())
                    .containsOnlyKeys("process-lease-1", "step-observer-1")
                    .allSatisfy((loop, turns) -> assertThat(turns).isPositive()));
            factory.start();
            at.start(engine, task);
            temporal.awaitClosed(task.id(), CloseStatus.COMPLETED);
            worker.close();
        }

        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(engine.turns()).isEmpty();
        assertThat(factory.isShutdown()).isFalse();
        stop(factory);
    }

    @Test
    void a_factory_that_cannot_run_the_workflow_is_refused() {
        WorkerFactory taken = WorkerFactory.newInstance(client);
        assertThat(taken.newWorker(at.queue)).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.registerOn(taken, at.useCases()))
                .withMessage("The factory already has a worker of the task queue " + at.queue);

        WorkerFactory elsewhere = WorkerFactory.newInstance(WorkflowClient.newInstance(
                client.getWorkflowServiceStubs(),
                WorkflowClientOptions.newBuilder().setNamespace("elsewhere").build()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.registerOn(elsewhere, at.useCases()))
                .withMessage("The factory's workers poll the namespace elsewhere, but a site is in default");

        WorkerFactory started = WorkerFactory.newInstance(client);
        started.start();
        assertThatIllegalStateException().isThrownBy(() -> engine.registerOn(started, at.useCases()));
        assertThat(engine.turns()).isEmpty();
        stop(started);
    }

    private static void stop(WorkerFactory factory) {
        factory.shutdownNow();
        factory.awaitTermination(5, TimeUnit.MINUTES);
    }

    private WorkflowClient clientOf(String target) {
        WorkflowServiceStubsOptions options = WorkflowServiceStubsOptions.newBuilder()
                .setTarget(target)
                .setRpcTimeout(TestTemporal.CALL_LIMIT)
                .addGrpcClientInterceptor(new Recorder())
                .build();
        return WorkflowClient.newInstance(
                WorkflowServiceStubs.newServiceStubs(options),
                WorkflowClientOptions.newBuilder()
                        .setNamespace(TestTemporal.NAMESPACE)
                        .setDataConverter(HidingCodec.converter())
                        .build());
    }

    private static void assertPayloadsAreHidden(Task task) {
        List<Payload> payloads = temporal.history(TestTemporal.workflowId(task.id())).stream()
                .flatMap(HostClientTest::payloadsOf)
                .toList();
        assertThat(payloads).isNotEmpty().allMatch(HidingCodec::isHidden);
    }

    private static Stream<Payload> payloadsOf(HistoryEvent event) {
        return Stream.of(
                        event.getWorkflowExecutionStartedEventAttributes().getInput(),
                        event.getActivityTaskScheduledEventAttributes().getInput(),
                        event.getActivityTaskCompletedEventAttributes().getResult())
                .flatMap(payloads -> payloads.getPayloadsList().stream());
    }

    private final class Recorder implements ClientInterceptor {

        @Override
        public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
            calls.add(String.valueOf(method.getBareMethodName()));
            return next.newCall(method, options);
        }
    }
}
