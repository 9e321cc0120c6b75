package io.nicotask.bootstrap.embedded;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedTemporalTest {

    private static final String ID = "workflow-1";
    private static final String QUEUE = "queue";

    private final EmbeddedTemporal temporal = EmbeddedTemporal.start(0);

    @AfterEach
    void close() {
        temporal.close();
    }

    @Test
    void a_second_client_reads_and_terminates_a_workflow_of_the_first() {
        WorkflowServiceStubs first = client();
        WorkflowServiceStubs second = client();
        try {
            start(first);

            assertThat(status(second)).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
            workflows(second).newUntypedWorkflowStub(ID).terminate("asked by a test");
            assertThat(status(first)).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED);
        } finally {
            first.shutdownNow();
            second.shutdownNow();
        }
    }

    @Test
    void an_hour_of_sleep_is_not_skipped() {
        WorkflowServiceStubs client = client();
        WorkerFactory workers = WorkerFactory.newInstance(workflows(client));
        workers.newWorker(QUEUE).registerWorkflowImplementationTypes(Sleeper.Hour.class);
        workers.start();
        try {
            start(client);

            await().until(() -> workflows(client)
                    .streamHistory(ID)
                    .anyMatch(event -> event.getEventType() == EventType.EVENT_TYPE_TIMER_STARTED));
            await().during(Duration.ofSeconds(1))
                    .until(() -> status(client) == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
        } finally {
            workers.shutdownNow();
            client.shutdownNow();
        }
    }

    @Test
    void it_listens_on_the_loopback_address_only() throws Exception {
        assertThat(temporal.target()).startsWith("127.0.0.1:");

        int port = port();
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        for (InetAddress address : NetworkAddresses.beyondLoopback()) {
            assertThatThrownBy(() -> new Socket(address, port)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void a_port_in_use_is_named() {
        int taken = port();

        assertThatThrownBy(() -> EmbeddedTemporal.start(taken))
                .isInstanceOf(EmbeddedStartFailed.class)
                .hasMessageContaining("127.0.0.1:" + taken);
    }

    @Test
    void after_close_the_port_is_free_again() {
        int port = port();

        temporal.close();
        temporal.close();

        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(ConnectException.class);
        try (EmbeddedTemporal again = EmbeddedTemporal.start(port)) {
            assertThat(again.target()).isEqualTo("127.0.0.1:" + port);
        }
    }

    private int port() {
        return URI.create("grpc://" + temporal.target()).getPort();
    }

    private WorkflowServiceStubs client() {
        return WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(temporal.target())
                .build());
    }

    private static void start(WorkflowServiceStubs client) {
        workflows(client)
                .newUntypedWorkflowStub(
                        "Sleeper",
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(ID)
                                .setTaskQueue(QUEUE)
                                .build())
                .start();
    }

    private static WorkflowClient workflows(WorkflowServiceStubs client) {
        return WorkflowClient.newInstance(
                client,
                WorkflowClientOptions.newBuilder().setNamespace("any-namespace").build());
    }

    private static WorkflowExecutionStatus status(WorkflowServiceStubs client) {
        return workflows(client).newUntypedWorkflowStub(ID).describe().getStatus();
    }

    @WorkflowInterface
    public interface Sleeper {

        @WorkflowMethod(name = "Sleeper")
        void sleep();

        final class Hour implements Sleeper {

            @Override
            public void sleep() {
                Workflow.sleep(Duration.ofHours(1));
            }
        }
    }
}
