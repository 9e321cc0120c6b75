package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.StartResult.AlreadyStarted;
import io.nicotask.application.port.WorkflowEngine.StartResult.Started;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription.Closed;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription.NotFound;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription.Open;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What engines that run workflows add. No worker runs: a started workflow stays open until it is closed. */
public abstract class RunningEngineContract extends WorkflowEngineContract {

    private static final int RACERS = 16;

    /** No workflow is started with a timeout, so none can close with this status. */
    private static final String TIMED_OUT = "TIMED_OUT";

    /** Another site whose engine is reachable, with an engine or a namespace of its own. */
    protected abstract SiteId otherSite();

    /** A site whose engine is unreachable. */
    protected abstract SiteId siteOutOfReach();

    /** A site without an engine. */
    protected abstract SiteId siteWithoutEngine();

    /** The namespace of {@link #site()}. */
    protected abstract String namespace();

    /** Whether the engine of {@link #site()} loses its workflows at a restart. */
    protected abstract boolean engineForgets();

    /** Closes the open workflow at {@link #site()} from inside. */
    protected abstract void close(TaskId task, CloseStatus how);

    /** The description that another client gets from the site's engine. */
    protected abstract WorkflowDescription describedByAnotherClient(SiteId site, TaskId task);

    @Test
    void a_started_workflow_is_open() {
        Task task = taskAt(site());

        assertThat(recordedEngine().start(task)).isEqualTo(new Started(namespace()));

        WorkflowDescription description = recordedEngine().describe(site(), task.id());
        assertThat(description).isInstanceOf(Open.class);
        assertThat(describedByAnotherClient(site(), task.id())).isEqualTo(description);
    }

    @Test
    void the_built_in_workflow_acts_no_more_after_it_has_closed_but_for_leases() {
        Task task = taskAt(site());
        assertThat(recordedEngine().start(task)).isEqualTo(new Started(namespace()));

        close(task.id(), CloseStatus.COMPLETED);

        assertThat(recordedEngine().describe(site(), task.id()))
                .isInstanceOfSatisfying(
                        Closed.class, closed -> assertThat(closed.actsFor()).isZero());
    }

    @Test
    void a_second_start_finds_the_workflow_of_the_first() {
        Task task = taskAt(site());
        assertThat(recordedEngine().start(task)).isInstanceOf(Started.class);

        assertThat(recordedEngine().start(task)).isEqualTo(new AlreadyStarted(namespace()));

        assertThat(describedByAnotherClient(site(), task.id())).isInstanceOf(Open.class);
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = TIMED_OUT)
    void a_closed_workflow_is_not_started_again(CloseStatus how) {
        Task task = taskAt(site());
        assertThat(recordedEngine().start(task)).isInstanceOf(Started.class);
        close(task.id(), how);

        assertThat(recordedEngine().start(task)).isEqualTo(new AlreadyStarted(namespace()));

        assertThat(recordedEngine().describe(site(), task.id()))
                .isInstanceOfSatisfying(
                        Closed.class, closed -> assertThat(closed.closeStatus()).isEqualTo(how));
    }

    @Test
    void of_concurrent_starts_one_starts_the_workflow() {
        Task task = taskAt(site());

        List<WorkflowEngine.StartResult> answers =
                ConcurrentRuns.of(RACERS, () -> recordedEngine().start(task));

        assertThat(answers).filteredOn(Started.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(AlreadyStarted.class::isInstance).hasSize(RACERS - 1);
    }

    @Test
    void terminating_closes_an_open_workflow() {
        Task task = taskAt(site());
        assertThat(recordedEngine().start(task)).isInstanceOf(Started.class);

        recordedEngine().terminate(site(), task.id(), "Cancelled by user");

        WorkflowDescription description = recordedEngine().describe(site(), task.id());
        assertThat(description)
                .isInstanceOfSatisfying(
                        Closed.class, closed -> assertThat(closed.closeStatus()).isEqualTo(CloseStatus.TERMINATED));
        assertThat(describedByAnotherClient(site(), task.id())).isEqualTo(description);
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = TIMED_OUT)
    void terminating_a_closed_workflow_changes_nothing(CloseStatus how) {
        Task task = taskAt(site());
        assertThat(recordedEngine().start(task)).isInstanceOf(Started.class);
        close(task.id(), how);
        WorkflowDescription before = describedByAnotherClient(site(), task.id());

        recordedEngine().terminate(site(), task.id(), "Cancelled by user");

        assertThat(describedByAnotherClient(site(), task.id())).isEqualTo(before);
    }

    @Test
    void terminating_an_unknown_workflow_leaves_it_unknown() {
        Task task = taskAt(site());

        recordedEngine().terminate(site(), task.id(), "Cancelled by user");

        assertThat(recordedEngine().describe(site(), task.id())).isEqualTo(new NotFound(namespace(), engineForgets()));
        assertThat(recordedEngine().start(task)).isInstanceOf(Started.class);
    }

    @Test
    void an_id_with_a_tombstone_is_never_started() {
        Task task = taskAt(site());

        recordedEngine().placeTombstone(site(), task.id());

        assertThat(recordedEngine().start(task)).isEqualTo(new AlreadyStarted(namespace()));
        assertThat(describedByAnotherClient(site(), task.id()))
                .isInstanceOfSatisfying(
                        Closed.class, closed -> assertThat(closed.closeStatus()).isEqualTo(CloseStatus.TERMINATED));
    }

    @Test
    void a_second_tombstone_changes_nothing() {
        Task task = taskAt(site());
        recordedEngine().placeTombstone(site(), task.id());
        WorkflowDescription before = describedByAnotherClient(site(), task.id());

        recordedEngine().placeTombstone(site(), task.id());

        assertThat(describedByAnotherClient(site(), task.id())).isEqualTo(before);
    }

    @Test
    void a_tombstone_leaves_an_open_workflow_as_it_is() {
        Task task = taskAt(site());
        assertThat(recordedEngine().start(task)).isInstanceOf(Started.class);

        recordedEngine().placeTombstone(site(), task.id());

        assertThat(describedByAnotherClient(site(), task.id())).isInstanceOf(Open.class);
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = TIMED_OUT)
    void a_tombstone_leaves_a_closed_workflow_as_it_is(CloseStatus how) {
        Task task = taskAt(site());
        assertThat(recordedEngine().start(task)).isInstanceOf(Started.class);
        close(task.id(), how);
        WorkflowDescription before = describedByAnotherClient(site(), task.id());

        recordedEngine().placeTombstone(site(), task.id());

        assertThat(describedByAnotherClient(site(), task.id())).isEqualTo(before);
    }

    @Test
    void each_site_has_its_own_workflows() {
        Task task = taskAt(site());
        assertThat(recordedEngine().start(task)).isInstanceOf(Started.class);

        recordedEngine().terminate(otherSite(), task.id(), "Cancelled by user");

        assertThat(describedByAnotherClient(site(), task.id())).isInstanceOf(Open.class);
        assertThat(recordedEngine().describe(otherSite(), task.id())).isInstanceOf(NotFound.class);
    }

    @Test
    void calls_for_a_site_without_an_engine_are_unavailable() {
        assertNothingIsDecidedAt(siteWithoutEngine());
    }

    @Test
    void calls_to_an_unreachable_engine_are_unavailable() {
        assertNothingIsDecidedAt(siteOutOfReach());
    }

    private void assertNothingIsDecidedAt(SiteId site) {
        Task task = taskAt(site);
        assertThatThrownBy(() -> recordedEngine().start(task)).isInstanceOf(WorkflowEngineUnavailable.class);
        assertThatThrownBy(() -> recordedEngine().terminate(site, task.id(), "Cancelled by user"))
                .isInstanceOf(WorkflowEngineUnavailable.class);
        assertThatThrownBy(() -> recordedEngine().describe(site, task.id()))
                .isInstanceOf(WorkflowEngineUnavailable.class);
        assertThatThrownBy(() -> recordedEngine().placeTombstone(site, task.id()))
                .isInstanceOf(WorkflowEngineUnavailable.class);
    }
}
