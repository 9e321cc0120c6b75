package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.Sighting;
import io.nicotask.application.port.WorkflowEngine.Sighting.Closed;
import io.nicotask.application.port.WorkflowEngine.Sighting.Missing;
import io.nicotask.application.port.WorkflowEngine.Sighting.Open;
import io.nicotask.application.port.WorkflowEngine.StartAnswer.AlreadyStarted;
import io.nicotask.application.port.WorkflowEngine.StartAnswer.Started;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskRequest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link WorkflowEngine} does. No worker runs: a started workflow stays open until it is closed. */
public abstract class WorkflowEngineContract {

    private static final int RACERS = 16;

    /** No workflow is started with a timeout, so none can be brought to this end. */
    private static final String TIMED_OUT = "TIMED_OUT";

    /** The engine under test. It keeps what it knows over the calls of one test. */
    protected abstract WorkflowEngine engine();

    /** A site with an engine that can be reached. */
    protected abstract SiteId site();

    /** Another such site, with an engine or a namespace of its own. */
    protected abstract SiteId otherSite();

    /** A site whose engine cannot be reached. */
    protected abstract SiteId siteOutOfReach();

    /** A site that has no engine. */
    protected abstract SiteId siteWithoutEngine();

    /** The namespace of {@link #site()}. */
    protected abstract String namespace();

    /** Whether the engine of {@link #site()} loses its memory at a restart. */
    protected abstract boolean engineForgets();

    /** Lets the open workflow at {@link #site()} end by itself. */
    protected abstract void close(TaskId task, CloseStatus how);

    /** What another client of the engine of the site says. */
    protected abstract Sighting seenByAnother(SiteId site, TaskId task);

    @Test
    void a_workflow_that_was_started_is_open() {
        Task task = taskAt(site());

        assertThat(engine().start(task)).isEqualTo(new Started(namespace()));

        Sighting seen = engine().describe(site(), task.id());
        assertThat(seen)
                .isInstanceOfSatisfying(
                        Open.class, open -> assertThat(open.foreign()).isFalse());
        assertThat(seenByAnother(site(), task.id())).isEqualTo(seen);
    }

    @Test
    void a_second_start_finds_the_first() {
        Task task = taskAt(site());
        assertThat(engine().start(task)).isInstanceOf(Started.class);

        assertThat(engine().start(task)).isEqualTo(new AlreadyStarted(namespace()));

        assertThat(seenByAnother(site(), task.id())).isInstanceOf(Open.class);
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = TIMED_OUT)
    void a_workflow_that_has_ended_is_not_started_again(CloseStatus how) {
        Task task = taskAt(site());
        assertThat(engine().start(task)).isInstanceOf(Started.class);
        close(task.id(), how);

        assertThat(engine().start(task)).isEqualTo(new AlreadyStarted(namespace()));

        assertThat(engine().describe(site(), task.id()))
                .isInstanceOfSatisfying(
                        Closed.class, closed -> assertThat(closed.how()).isEqualTo(how));
    }

    @Test
    void of_many_starts_at_once_one_starts() {
        Task task = taskAt(site());

        List<WorkflowEngine.StartAnswer> answers = Race.of(RACERS, () -> engine().start(task));

        assertThat(answers).filteredOn(Started.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(AlreadyStarted.class::isInstance).hasSize(RACERS - 1);
    }

    @Test
    void terminating_closes_an_open_workflow() {
        Task task = taskAt(site());
        assertThat(engine().start(task)).isInstanceOf(Started.class);

        engine().terminate(site(), task.id(), "Cancelled by user");

        Sighting sighting = engine().describe(site(), task.id());
        assertThat(sighting)
                .isInstanceOfSatisfying(
                        Closed.class, closed -> assertThat(closed.how()).isEqualTo(CloseStatus.TERMINATED));
        assertThat(seenByAnother(site(), task.id())).isEqualTo(sighting);
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = TIMED_OUT)
    void terminating_a_closed_workflow_changes_nothing(CloseStatus how) {
        Task task = taskAt(site());
        assertThat(engine().start(task)).isInstanceOf(Started.class);
        close(task.id(), how);
        Sighting before = seenByAnother(site(), task.id());

        engine().terminate(site(), task.id(), "Cancelled by user");

        assertThat(seenByAnother(site(), task.id())).isEqualTo(before);
    }

    @Test
    void terminating_an_unknown_workflow_leaves_it_unknown() {
        Task task = taskAt(site());

        engine().terminate(site(), task.id(), "Cancelled by user");

        assertThat(engine().describe(site(), task.id())).isEqualTo(new Missing(namespace(), engineForgets()));
        assertThat(engine().start(task)).isInstanceOf(Started.class);
    }

    @Test
    void a_burnt_id_is_never_started() {
        Task task = taskAt(site());

        engine().burn(site(), task.id());

        assertThat(engine().start(task)).isEqualTo(new AlreadyStarted(namespace()));
        assertThat(seenByAnother(site(), task.id()))
                .isInstanceOfSatisfying(
                        Closed.class, closed -> assertThat(closed.how()).isEqualTo(CloseStatus.TERMINATED));
    }

    @Test
    void burning_twice_is_burning_once() {
        Task task = taskAt(site());
        engine().burn(site(), task.id());
        Sighting before = seenByAnother(site(), task.id());

        engine().burn(site(), task.id());

        assertThat(seenByAnother(site(), task.id())).isEqualTo(before);
    }

    @Test
    void burning_leaves_an_open_workflow_as_it_is() {
        Task task = taskAt(site());
        assertThat(engine().start(task)).isInstanceOf(Started.class);

        engine().burn(site(), task.id());

        assertThat(seenByAnother(site(), task.id())).isInstanceOf(Open.class);
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = TIMED_OUT)
    void burning_leaves_a_closed_workflow_as_it_is(CloseStatus how) {
        Task task = taskAt(site());
        assertThat(engine().start(task)).isInstanceOf(Started.class);
        close(task.id(), how);
        Sighting before = seenByAnother(site(), task.id());

        engine().burn(site(), task.id());

        assertThat(seenByAnother(site(), task.id())).isEqualTo(before);
    }

    @Test
    void each_site_has_workflows_of_its_own() {
        Task task = taskAt(site());
        assertThat(engine().start(task)).isInstanceOf(Started.class);

        engine().terminate(otherSite(), task.id(), "Cancelled by user");

        assertThat(seenByAnother(site(), task.id())).isInstanceOf(Open.class);
        assertThat(engine().describe(otherSite(), task.id())).isInstanceOf(Missing.class);
    }

    @Test
    void nothing_is_decided_for_a_site_without_engine() {
        assertNothingIsDecidedAt(siteWithoutEngine());
    }

    @Test
    void nothing_is_decided_when_the_engine_cannot_be_reached() {
        assertNothingIsDecidedAt(siteOutOfReach());
    }

    private void assertNothingIsDecidedAt(SiteId site) {
        Task task = taskAt(site);
        assertThatThrownBy(() -> engine().start(task)).isInstanceOf(WorkflowEngineUnavailable.class);
        assertThatThrownBy(() -> engine().terminate(site, task.id(), "Cancelled by user"))
                .isInstanceOf(WorkflowEngineUnavailable.class);
        assertThatThrownBy(() -> engine().describe(site, task.id())).isInstanceOf(WorkflowEngineUnavailable.class);
        assertThatThrownBy(() -> engine().burn(site, task.id())).isInstanceOf(WorkflowEngineUnavailable.class);
    }

    /** A new task at the site. */
    protected static Task taskAt(SiteId site) {
        TaskRequest request = new TaskRequest(
                site, new RackId(UUID.randomUUID()), Operation.POWER_ON, Components.WHOLE_RACK, "contract", null);
        return Task.submitted(new TaskId(UUID.randomUUID()), request, Instant.parse("2026-06-01T12:00:00Z"));
    }
}
