package io.nicotask.adapter.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.nicotask.application.contract.RunningEngineContract;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.StartResult.Started;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TemporalEngineTest extends RunningEngineContract {

    private static TestTemporal here;
    private static TestTemporal there;

    private final SiteId site = new SiteId(UUID.randomUUID());
    private final SiteId otherSite = new SiteId(UUID.randomUUID());
    private final SiteId otherNamespace = new SiteId(UUID.randomUUID());
    private final SiteId unknownNamespace = new SiteId(UUID.randomUUID());
    private final SiteId outOfReach = new SiteId(UUID.randomUUID());
    private final String queue = "queue-" + UUID.randomUUID();
    private final TemporalEngine engines = TemporalEngine.builder()
            .site(site, connectionTo(here.target(), TestTemporal.NAMESPACE), queue)
            .site(otherSite, connectionTo(there.target(), there.namespace()), queue)
            .site(otherNamespace, connectionTo(here.target(), there.namespace()), queue)
            .site(unknownNamespace, connectionTo(here.target(), "unknown-namespace"), queue)
            .site(outOfReach, connectionTo(LoopbackAddresses.closedTarget(), TestTemporal.NAMESPACE), queue)
            .callLimit(TestTemporal.CALL_LIMIT)
            .build();

    @BeforeAll
    static void start() {
        here = TestTemporal.underTest();
        there = TestTemporal.underTestIn("another");
    }

    @AfterAll
    static void stop() {
        here.close();
        there.close();
    }

    @AfterEach
    void disconnect() {
        engines.close();
    }

    @Test
    void namespaces_separate_sites_on_one_server() {
        Task task = taskAt(site);
        assertThat(engines.start(task)).isInstanceOf(Started.class);

        engines.terminate(otherNamespace, task.id(), "Cancelled by user");
        engines.placeTombstone(otherNamespace, task.id());

        assertThat(engines.describe(otherNamespace, task.id())).isInstanceOf(WorkflowDescription.Closed.class);
        assertThat(here.describedAs(task.id())).isInstanceOf(WorkflowDescription.Open.class);
    }

    @Test
    void a_workflow_has_the_id_type_and_queue_that_follow_from_its_task_and_site() {
        Task task = taskAt(site);

        assertThat(engines.start(task)).isInstanceOf(Started.class);

        WorkflowExecutionInfo info = here.describe(task.id());
        assertThat(info.getType().getName()).isEqualTo("RackOperation");
        assertThat(info.getTaskQueue()).isEqualTo(queue);
    }

    @Test
    void a_tombstone_has_a_type_and_a_queue_of_its_own() {
        Task task = taskAt(site);

        engines.placeTombstone(site, task.id());

        WorkflowExecutionInfo info = here.describe(task.id());
        assertThat(info.getType().getName()).isEqualTo("Tombstone");
        assertThat(info.getTaskQueue()).isNotEqualTo(queue);
    }

    /** The in-memory server knows every namespace. */
    @Test
    void an_unknown_namespace_decides_nothing_and_is_named_in_the_error() {
        assumeThat(here.isReal()).isTrue();
        Task task = taskAt(unknownNamespace);

        assertThat(List.<ThrowingCallable>of(
                        () -> engines.start(task),
                        () -> engines.terminate(unknownNamespace, task.id(), "Cancelled by user"),
                        () -> engines.describe(unknownNamespace, task.id()),
                        () -> engines.placeTombstone(unknownNamespace, task.id())))
                .allSatisfy(call -> assertThatThrownBy(call)
                        .isInstanceOf(WorkflowEngineUnavailable.class)
                        .hasMessageContaining("does not know the namespace unknown-namespace"));
    }

    TemporalConnection connectionTo(String target, String namespace) {
        return TemporalEngine.at(target).namespace(namespace).losingWorkflowsAtRestart();
    }

    @Override
    protected TemporalEngine engine() {
        return engines;
    }

    @Override
    protected SiteId site() {
        return site;
    }

    @Override
    protected SiteId otherSite() {
        return otherSite;
    }

    @Override
    protected SiteId siteOutOfReach() {
        return outOfReach;
    }

    @Override
    protected SiteId siteWithoutEngine() {
        return new SiteId(UUID.randomUUID());
    }

    @Override
    protected String namespace() {
        return here.identity();
    }

    @Override
    protected boolean engineForgets() {
        return true;
    }

    @Override
    protected void close(TaskId task, CloseStatus closeStatus) {
        new ManualWorker(here, queue).close(task, closeStatus);
    }

    @Override
    protected WorkflowDescription describedByAnotherClient(SiteId taskSite, TaskId task) {
        return (taskSite.equals(otherSite) ? there : here).describedAs(task);
    }
}
