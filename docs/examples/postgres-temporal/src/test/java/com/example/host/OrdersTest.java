package com.example.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.example.LocalServices;
import io.nicotask.adapter.workflow.TemporalEngine;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.GetTask;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowNotFoundException;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class OrdersTest {

    private static final RequestContext JANE = RequestContext.ofTrusted(new Subject("jane"), Orders.ORG, "request-1");
    private static LocalServices services;

    private final Orders orders = new Orders(services.database(), services.temporal());

    @BeforeAll
    static void start() throws Exception {
        services = new LocalServices();
    }

    @AfterAll
    static void stop() throws Exception {
        services.close();
    }

    @AfterEach
    void close() {
        orders.close();
    }

    @Test
    void an_order_is_stored_with_its_task_whose_workflow_is_started_and_stopped() throws SQLException {
        TaskId task = orders.place("jane", new RackId(UUID.randomUUID())).orElseThrow();

        assertThat(services.number("select count(*) from customer_order where task = '" + task + "'")).isEqualTo(1);
        await().atMost(2, TimeUnit.MINUTES)
                .until(() -> status(task) == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);

        assertThat(orders.tasks().cancelTask().cancel(new CancelTask.Command(JANE, Orders.SITE, task, null)))
                .isInstanceOf(CancelTask.Result.Cancelled.class);
        await().atMost(2, TimeUnit.MINUTES)
                .until(() -> get(task) instanceof GetTask.Result.Found(var view)
                        && view.stop() == StopStatus.CONFIRMED);
        assertThat(status(task)).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED);
    }

    @Test
    void an_order_that_cannot_be_stored_leaves_no_task() {
        long before = services.number("select count(*) from nico.task");

        assertThatThrownBy(() -> orders.place("longer than the column allows", new RackId(UUID.randomUUID())))
                .isInstanceOf(SQLException.class);

        assertThat(services.number("select count(*) from nico.task")).isEqualTo(before);
    }

    @Test
    void the_history_and_the_tables_of_the_service_are_its_own() {
        assertThat(services.number("select count(*) from public.flyway_schema_history")).isEqualTo(1);
        assertThat(services.number("select count(*) from pg_tables where schemaname = 'public'")).isEqualTo(4);
        assertThat(services.number("select count(*) from nico.schema_history")).isPositive();
    }

    private GetTask.Result get(TaskId task) {
        return orders.tasks().getTask().get(new GetTask.Command(JANE, Orders.SITE, task));
    }

    private static WorkflowExecutionStatus status(TaskId task) {
        try {
            return services.temporal()
                    .newUntypedWorkflowStub(TemporalEngine.workflowId(task))
                    .describe()
                    .getStatus();
        } catch (WorkflowNotFoundException notStartedYet) {
            return WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_UNSPECIFIED;
        }
    }
}
