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
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.worker.ExecuteStageResult.Completed;
import io.nicotask.application.worker.ExecuteStageResult.Failed;
import io.nicotask.application.worker.ExecuteStageResult.Refused;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.FencingToken;
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

    private final WorkerFixture workerFixture = new WorkerFixture();
    private final Instant begun = workerFixture.site.clock.instant();

    @Test
    void a_stage_runs_for_every_component_type_of_the_rack() {
        ExecuteStageResult result = workerFixture.execute(1, workerFixture.beats());

        assertThat(result).isEqualTo(new Completed());
        assertThat(workerFixture.hardware.ended())
                .extracting(HardwareCommand::type)
                .containsExactly(POWER_SHELF, COMPUTE);
        assertThat(workerFixture.report())
                .isEqualTo(PLAN.beginStage(1, begun)
                        .withCounters(1, POWER_SHELF, 2, 0)
                        .withCounters(1, COMPUTE, 2, 0)
                        .completeStage(1, begun));
    }

    @Test
    void a_command_names_task_run_lease_and_fencing_token() {
        assertThat(workerFixture.execute(2, workerFixture.beats())).isEqualTo(new Completed());

        assertThat(workerFixture.hardware.begun())
                .containsExactly(new HardwareCommand(
                        workerFixture.task.id(),
                        RUN,
                        1,
                        new FencingToken(1),
                        workerFixture.task.spec().rack(),
                        Operation.POWER_ON,
                        2,
                        NV_SWITCH,
                        Set.of(component(NV_SWITCH, 1), component(NV_SWITCH, 2)),
                        1));
    }

    @Test
    void a_task_that_names_components_commands_no_others() {
        ComponentSelection one = new ComponentSelection(Map.of(COMPUTE, Set.of(component(COMPUTE, 2))));
        Task task = workerFixture.begun(
                aPendingTask().on(new RackId(new UUID(7, 2))).touching(one));

        ExecuteStageResult result =
                workerFixture.executeStage().execute(WorkerFixture.workflowRunOf(task), 1, workerFixture.beats());

        assertThat(result).isEqualTo(new Completed());
        assertThat(workerFixture.hardware.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.command().components()).containsExactly(component(COMPUTE, 2)));
    }

    @Test
    void the_report_is_updated_with_every_heartbeat() {
        workerFixture.hardware.takes(3, COMPUTE);
        ScriptedHeartbeat scriptedHeartbeat = workerFixture
                .beats()
                .at(
                        1,
                        () -> assertThat(workerFixture.report())
                                .isEqualTo(PLAN.beginStage(1, begun).withCounters(1, POWER_SHELF, 2, 0)));

        ExecuteStageResult result = workerFixture.execute(1, scriptedHeartbeat);

        assertThat(result).isEqualTo(new Completed());
        assertThat(scriptedHeartbeat.count()).isEqualTo(2);
        assertThat(workerFixture.report())
                .isEqualTo(PLAN.beginStage(1, begun)
                        .withCounters(1, POWER_SHELF, 2, 0)
                        .withCounters(1, COMPUTE, 2, 0)
                        .completeStage(1, begun.plusSeconds(2)));
    }

    @Test
    void a_component_that_is_done_gets_no_further_calls() {
        workerFixture.hardware.takes(3, COMPUTE);
        workerFixture.hardware.breaks(component(COMPUTE, 1), "no answer", 1);

        assertThat(workerFixture.execute(1, workerFixture.beats())).isInstanceOf(Failed.class);

        assertThat(workerFixture.hardware.calls())
                .filteredOn(call -> call.command().type() == POWER_SHELF)
                .hasSize(1);
    }

    @Test
    void a_completed_stage_is_not_run_again() {
        assertThat(workerFixture.execute(1, workerFixture.beats())).isEqualTo(new Completed());
        Snapshot before = workerFixture.site.snapshotOf(workerFixture.task);
        workerFixture.site.clock.tick(Duration.ofSeconds(5));

        ExecuteStageResult again = workerFixture.execute(1, workerFixture.beats());

        assertThat(again).isEqualTo(new Completed());
        assertThat(workerFixture.hardware.begun()).hasSize(2);
        assertThat(workerFixture.site.snapshotOf(workerFixture.task)).isEqualTo(before);
    }

    @Test
    void a_failed_stage_stays_failed_when_it_is_repeated() {
        workerFixture.hardware.breaks(COMPUTE, "no answer");
        assertThat(workerFixture.execute(1, workerFixture.beats())).isEqualTo(new Failed("no answer"));
        Snapshot before = workerFixture.site.snapshotOf(workerFixture.task);
        int calls = workerFixture.hardware.calls().size();
        workerFixture.site.clock.tick(Duration.ofSeconds(5));

        ExecuteStageResult again = workerFixture.execute(1, workerFixture.beats());

        assertThat(again).isEqualTo(new Failed("no answer"));
        assertThat(workerFixture.hardware.calls()).hasSize(calls);
        assertThat(workerFixture.site.snapshotOf(workerFixture.task)).isEqualTo(before);
    }

    @Test
    void a_completed_stage_releases_its_lease() {
        assertThat(workerFixture.execute(1, workerFixture.beats())).isEqualTo(new Completed());

        assertThat(workerFixture.site.holders(workerFixture.task))
                .singleElement()
                .satisfies(holder -> assertThat(holder.leased()).isFalse());
    }

    @ParameterizedTest
    @EnumSource(names = "RUNNING", mode = Mode.EXCLUDE)
    void no_stage_begins_in_any_other_state(TaskStatus status) {
        Task other = workerFixture.site.has(aTaskIn(status));
        Snapshot before = workerFixture.site.snapshotOf(other);

        ExecuteStageResult result =
                workerFixture.executeStage().execute(WorkerFixture.workflowRunOf(other), 1, workerFixture.beats());

        assertThat(result).isInstanceOf(Refused.class);
        assertThat(workerFixture.hardware.calls()).isEmpty();
        assertThat(workerFixture.site.snapshotOf(other)).isEqualTo(before);
    }

    @Test
    void another_run_is_refused() {
        ExecuteStageResult result = workerFixture
                .executeStage()
                .execute(new WorkflowRunRef(SITE, workerFixture.task.id(), OTHER_RUN), 1, workerFixture.beats());

        assertThat(result).isInstanceOf(Refused.class);
        assertThat(workerFixture.hardware.calls()).isEmpty();
        assertThat(workerFixture.report()).isEqualTo(PLAN);
    }

    @Test
    void an_unknown_task_is_refused() {
        ExecuteStageResult result =
                workerFixture.executeStage().execute(new WorkflowRunRef(SITE, NO_TASK, RUN), 1, workerFixture.beats());

        assertThat(result).isEqualTo(new Refused("There is no such task"));
    }

    @Test
    void a_task_without_a_plan_is_refused() {
        Task bare = workerFixture.site.has(aRunningTask().withoutReport());

        ExecuteStageResult result =
                workerFixture.executeStage().execute(WorkerFixture.workflowRunOf(bare), 1, workerFixture.beats());

        assertThat(result).isInstanceOf(Refused.class);
        assertThat(workerFixture.hardware.calls()).isEmpty();
    }

    @Test
    void a_stage_that_is_not_in_the_plan_is_an_error() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(workerFixture.execute(3, workerFixture.beats()))
                        .isNull())
                .withMessage("There is no stage 3 in a report of 2");
    }
}
