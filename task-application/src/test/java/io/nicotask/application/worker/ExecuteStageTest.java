package io.nicotask.application.worker;

import static io.nicotask.application.SiteFixture.NO_TASK;
import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.application.memory.ScriptedHardware.component;
import static io.nicotask.domain.task.TaskFixtures.OTHER_RUN;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.aPendingTask;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aTaskIn;
import static io.nicotask.domain.value.ComponentType.CDU;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static io.nicotask.domain.value.ComponentType.NV_SWITCH;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.application.SiteFixture.Snapshot;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.worker.ExecuteStage.Result.Completed;
import io.nicotask.application.worker.ExecuteStage.Result.Failed;
import io.nicotask.application.worker.ExecuteStage.Result.Refused;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class ExecuteStageTest {

    private static final TaskReport PLAN = TaskReport.planned(List.of(
            List.of(Step.planned(POWER_SHELF, 2), Step.planned(CDU, 0), Step.planned(COMPUTE, 2)),
            List.of(Step.planned(NV_SWITCH, 2))));

    private final WorkerFixture fixture = new WorkerFixture();
    private final Instant begun = fixture.site.clock.instant();

    @Test
    void a_stage_runs_for_every_component_type_of_the_rack() {
        ExecuteStage.Result result = fixture.execute(1, fixture.beats());

        assertThat(result).isEqualTo(new Completed());
        assertThat(fixture.hardware.ended()).extracting(HardwareCommand::type).containsExactly(POWER_SHELF, COMPUTE);
        assertThat(fixture.report())
                .isEqualTo(PLAN.beginStage(1, begun)
                        .withCounters(1, POWER_SHELF, 2, 0)
                        .withCounters(1, COMPUTE, 2, 0)
                        .completeStage(1, begun));
    }

    @Test
    void a_command_names_task_run_lease_and_fencing_token() {
        assertThat(fixture.execute(2, fixture.beats())).isEqualTo(new Completed());

        assertThat(fixture.hardware.begun())
                .containsExactly(new HardwareCommand(
                        fixture.task.id(),
                        RUN,
                        3,
                        new FencingToken(2),
                        fixture.task.spec().rack(),
                        Operation.POWER_ON,
                        2,
                        NV_SWITCH,
                        Set.of(component(NV_SWITCH, 1), component(NV_SWITCH, 2)),
                        InterruptPolicy.RUN_TO_COMPLETION,
                        1));
    }

    @Test
    void a_task_that_names_components_commands_no_others() {
        ComponentSelection one = new ComponentSelection(Map.of(COMPUTE, Set.of(component(COMPUTE, 2))));
        Task task = fixture.begin(aPendingTask().on(new RackId(new UUID(7, 2))).touching(one));

        ExecuteStage.Result result =
                fixture.executeStage().execute(WorkerFixture.workflowRunOf(task), 1, fixture.beats());

        assertThat(result).isEqualTo(new Completed());
        assertThat(fixture.hardware.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.command().components()).containsExactly(component(COMPUTE, 2)));
    }

    @Test
    void the_report_is_updated_with_every_heartbeat() {
        fixture.hardware.takes(3, COMPUTE);
        ScriptedHeartbeat heartbeat = fixture.beats()
                .at(
                        1,
                        () -> assertThat(fixture.report())
                                .isEqualTo(PLAN.beginStage(1, begun).withCounters(1, POWER_SHELF, 2, 0)));

        ExecuteStage.Result result = fixture.execute(1, heartbeat);

        assertThat(result).isEqualTo(new Completed());
        assertThat(heartbeat.count()).isEqualTo(2);
        assertThat(fixture.report())
                .isEqualTo(PLAN.beginStage(1, begun)
                        .withCounters(1, POWER_SHELF, 2, 0)
                        .withCounters(1, COMPUTE, 2, 0)
                        .completeStage(1, begun.plusSeconds(2)));
    }

    @Test
    void a_component_that_is_done_gets_no_further_calls() {
        fixture.hardware.takes(3, COMPUTE);
        fixture.hardware.breaks(component(COMPUTE, 1), "no answer", 1);

        assertThat(fixture.execute(1, fixture.beats())).isInstanceOf(Failed.class);

        assertThat(fixture.hardware.calls())
                .filteredOn(call -> call.command().type() == POWER_SHELF)
                .hasSize(1);
    }

    @Test
    void a_completed_stage_is_not_run_again() {
        assertThat(fixture.execute(1, fixture.beats())).isEqualTo(new Completed());
        Snapshot before = fixture.site.snapshotOf(fixture.task);
        fixture.site.clock.tick(Duration.ofSeconds(5));

        ExecuteStage.Result again = fixture.execute(1, fixture.beats());

        assertThat(again).isEqualTo(new Completed());
        assertThat(fixture.hardware.begun()).hasSize(2);
        assertThat(fixture.site.snapshotOf(fixture.task)).isEqualTo(before);
    }

    @Test
    void a_failed_stage_stays_failed_when_it_is_repeated() {
        fixture.hardware.breaks(COMPUTE, "no answer");
        assertThat(fixture.execute(1, fixture.beats())).isEqualTo(new Failed("no answer"));
        Snapshot before = fixture.site.snapshotOf(fixture.task);
        int calls = fixture.hardware.calls().size();
        fixture.site.clock.tick(Duration.ofSeconds(5));

        ExecuteStage.Result again = fixture.execute(1, fixture.beats());

        assertThat(again).isEqualTo(new Failed("no answer"));
        assertThat(fixture.hardware.calls()).hasSize(calls);
        assertThat(fixture.site.snapshotOf(fixture.task)).isEqualTo(before);
    }

    @Test
    void a_completed_stage_releases_its_lease() {
        assertThat(fixture.execute(1, fixture.beats())).isEqualTo(new Completed());

        assertThat(fixture.site.holders(fixture.task))
                .singleElement()
                .satisfies(holder -> assertThat(holder.leased()).isFalse());
    }

    @ParameterizedTest
    @EnumSource(names = "RUNNING", mode = Mode.EXCLUDE)
    void no_stage_begins_in_any_other_state(TaskStatus status) {
        Task other = fixture.site.has(aTaskIn(status));
        Snapshot before = fixture.site.snapshotOf(other);

        ExecuteStage.Result result =
                fixture.executeStage().execute(WorkerFixture.workflowRunOf(other), 1, fixture.beats());

        assertThat(result).isInstanceOf(Refused.class);
        assertThat(fixture.hardware.calls()).isEmpty();
        assertThat(fixture.site.snapshotOf(other)).isEqualTo(before);
    }

    @Test
    void another_run_is_refused() {
        ExecuteStage.Result result = fixture.executeStage()
                .execute(new WorkflowRunRef(SITE, fixture.task.id(), OTHER_RUN), 1, fixture.beats());

        assertThat(result).isInstanceOf(Refused.class);
        assertThat(fixture.hardware.calls()).isEmpty();
        assertThat(fixture.report()).isEqualTo(PLAN);
    }

    @Test
    void an_unknown_task_is_refused() {
        ExecuteStage.Result result =
                fixture.executeStage().execute(new WorkflowRunRef(SITE, NO_TASK, RUN), 1, fixture.beats());

        assertThat(result).isEqualTo(new Refused("There is no such task"));
    }

    @Test
    void a_task_without_a_plan_is_refused() {
        Task bare = fixture.site.has(aRunningTask().withoutReport());

        ExecuteStage.Result result =
                fixture.executeStage().execute(WorkerFixture.workflowRunOf(bare), 1, fixture.beats());

        assertThat(result).isInstanceOf(Refused.class);
        assertThat(fixture.hardware.calls()).isEmpty();
    }

    @Test
    void a_stage_that_is_not_in_the_plan_is_an_error() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> assertThat(fixture.execute(3, fixture.beats())).isNull())
                .withMessage("There is no stage 3 in a report of 2");
    }
}
