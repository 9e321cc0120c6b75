package io.nicotask.application.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.WorkflowEngineContract;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class NoWorkflowEngineTest extends WorkflowEngineContract {

    private final SiteId site = new SiteId(UUID.randomUUID());
    private final NoWorkflowEngine engine = new NoWorkflowEngine();

    @Test
    void a_terminated_workflow_is_not_closed() {
        Task task = taskAt(site);
        assertThat(engine.start(task)).isEqualTo(new WorkflowEngine.StartResult.Started("host"));

        engine.terminate(site, task.id(), "test");

        assertThat(engine.describe(site, task.id())).isEqualTo(new WorkflowDescription.Unmanaged("host"));
    }

    @Test
    void it_is_what_a_host_gets() {
        assertThat(WorkflowEngine.none()).isInstanceOf(NoWorkflowEngine.class);
    }

    @Override
    protected WorkflowEngine engine() {
        return engine;
    }

    @Override
    protected SiteId site() {
        return site;
    }
}
