package io.nicotask.application.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.contract.RunningEngineContract;
import io.nicotask.application.memory.InMemoryWorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.StartResult.AlreadyStarted;
import io.nicotask.application.port.WorkflowEngine.StartResult.Refused;
import io.nicotask.application.port.WorkflowEngine.StartResult.Started;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription.Closed;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription.NotFound;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription.Open;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InMemoryWorkflowEngineTest extends RunningEngineContract {

    private final SiteId site = new SiteId(UUID.randomUUID());
    private final SiteId otherSite = new SiteId(UUID.randomUUID());
    private final SiteId siteOutOfReach = new SiteId(UUID.randomUUID());
    private final InMemoryWorkflowEngine engine = new InMemoryWorkflowEngine()
            .withSite(site, "here", true)
            .withSite(otherSite, "there", false)
            .withSite(siteOutOfReach, "nowhere", false);

    @BeforeEach
    void make_one_engine_unreachable() {
        engine.goAway(siteOutOfReach);
    }

    @Test
    void a_reachable_engine_has_kept_its_workflows() {
        Task task = taskAt(site);
        assertThat(engine.start(task)).isInstanceOf(Started.class);

        engine.goAway(site);
        engine.comeBack(site);

        assertThat(engine.describe(site, task.id())).isInstanceOf(Open.class);
    }

    @Test
    void an_engine_that_lost_its_memory_knows_no_workflow() {
        Task task = taskAt(site);
        assertThat(engine.start(task)).isInstanceOf(Started.class);

        engine.loseMemory(site);

        assertThat(engine.describe(site, task.id())).isEqualTo(new NotFound("here", true));
    }

    @Test
    void a_closed_workflow_can_be_forgotten_and_an_open_one_cannot() {
        Task closed = taskAt(site);
        Task open = taskAt(site);
        assertThat(engine.start(closed)).isInstanceOf(Started.class);
        assertThat(engine.start(open)).isInstanceOf(Started.class);
        engine.close(site, closed.id(), CloseStatus.COMPLETED);

        engine.forget(site, closed.id());
        engine.forget(site, open.id());

        assertThat(engine.describe(site, closed.id())).isInstanceOf(NotFound.class);
        assertThat(engine.describe(site, open.id())).isInstanceOf(Open.class);
    }

    @Test
    void a_call_whose_reply_is_lost_takes_effect() {
        Task task = taskAt(site);
        engine.loseReplies(site, 1);

        assertThatThrownBy(() -> engine.start(task)).isInstanceOf(WorkflowEngineUnavailable.class);

        assertThat(engine.start(task)).isEqualTo(new AlreadyStarted("here"));
        assertThat(engine.started(site)).containsExactly(task.id());
    }

    @Test
    void an_engine_can_refuse_starts_for_good() {
        engine.refuseStarts(site, "no such workflow type");

        assertThat(engine.start(taskAt(site))).isEqualTo(new Refused("no such workflow type"));

        assertThat(engine.started(site)).isEmpty();
    }

    @Test
    void it_can_run_external_workflows() {
        Task task = taskAt(site);
        engine.useExternalWorkflows(site, Duration.ofSeconds(30));
        assertThat(engine.start(task)).isInstanceOf(Started.class);

        engine.close(site, task.id(), CloseStatus.COMPLETED);

        assertThat(engine.describe(site, task.id()))
                .isInstanceOfSatisfying(
                        Closed.class, closed -> assertThat(closed.actsFor()).hasSeconds(30));
    }

    @Test
    void it_records_its_calls() {
        Task started = taskAt(site);
        Task withTombstone = taskAt(site);
        assertThat(engine.start(started)).isInstanceOf(Started.class);
        engine.placeTombstone(site, withTombstone.id());
        engine.placeTombstone(site, started.id());

        engine.terminate(site, started.id(), "Cancelled by user");
        engine.terminate(site, withTombstone.id(), "Cancelled by user");

        assertThat(engine.started(site)).containsExactly(started.id());
        assertThat(engine.tombstones(site)).containsExactly(withTombstone.id());
        assertThat(engine.terminations(site)).containsExactly(started.id(), withTombstone.id());
    }

    @Override
    protected InMemoryWorkflowEngine engine() {
        return engine;
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
        return siteOutOfReach;
    }

    @Override
    protected SiteId siteWithoutEngine() {
        return new SiteId(UUID.randomUUID());
    }

    @Override
    protected String namespace() {
        return "here";
    }

    @Override
    protected boolean engineForgets() {
        return true;
    }

    @Override
    protected void close(TaskId task, CloseStatus how) {
        engine.close(site, task, how);
    }

    @Override
    protected WorkflowDescription describedByAnotherClient(SiteId at, TaskId task) {
        return engine.describe(at, task);
    }
}
