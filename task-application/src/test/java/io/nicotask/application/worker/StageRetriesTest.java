package io.nicotask.application.worker;

import static io.nicotask.application.memory.ScriptedHardware.component;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.worker.ExecuteStage.Heartbeat;
import io.nicotask.application.worker.ExecuteStage.Result.Completed;
import io.nicotask.application.worker.ExecuteStage.Result.Failed;
import io.nicotask.application.worker.ExecuteStage.Result.HandedOver;
import io.nicotask.domain.report.TaskReport.Progress;
import io.nicotask.domain.report.TaskReport.Stage;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.value.ComponentId;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StageRetriesTest {

    private static final ComponentId SHELF = component(POWER_SHELF, 1);
    private static final ComponentId TRAY = component(COMPUTE, 1);

    private final WorkerFixture fixture = new WorkerFixture();

    @Test
    void only_failed_components_are_tried_again() {
        fixture.hardware.breaks(SHELF, "no answer", 2);

        ExecuteStage.Result result = fixture.execute(1, fixture.beats());

        assertThat(result).isEqualTo(new Completed());
        assertThat(shelfCommands()).extracting(HardwareCommand::tryNumber).containsExactly(1, 2, 3);
        assertThat(shelfCommands().subList(1, 3))
                .allSatisfy(command -> assertThat(command.components()).containsExactly(SHELF));
        assertThat(step(1, 0).succeeded()).isEqualTo(2);
        assertThat(step(1, 0).failed()).isZero();
    }

    @Test
    void more_failures_than_the_rule_allows_fail_the_stage() {
        fixture.hardware.breaks(SHELF, "no answer", 3);

        ExecuteStage.Result result = fixture.execute(1, fixture.beats());

        assertThat(result).isEqualTo(new Failed("no answer"));
        assertThat(shelfCommands()).extracting(HardwareCommand::tryNumber).containsExactly(1, 2, 3);
        assertThat(step(1, 0).succeeded()).isEqualTo(1);
        assertThat(step(1, 0).failed()).isEqualTo(1);
        assertThat(stage(1).progress().error()).isEqualTo("no answer");
        assertThat(stage(2).progress().status()).isEqualTo(Progress.Status.PENDING);
    }

    @Test
    void the_steps_beside_a_failed_one_are_finished() {
        fixture.hardware.takes(3, POWER_SHELF);
        fixture.hardware.breaks(TRAY, "no answer", 1);

        ExecuteStage.Result result = fixture.execute(1, fixture.beats());

        assertThat(result).isEqualTo(new Failed("no answer"));
        assertThat(fixture.hardware.ended()).extracting(HardwareCommand::type).containsExactly(COMPUTE, POWER_SHELF);
        assertThat(step(1, 0).succeeded()).isEqualTo(2);
    }

    @Test
    void a_step_that_times_out_fails_the_stage_and_stays_unfinished() {
        fixture.hardware.hold(COMPUTE);
        ScriptedHeartbeat heartbeat = fixture.beats();

        ExecuteStage.Result result = fixture.execute(1, heartbeat);

        assertThat(result).isEqualTo(new Failed("Compute did not finish within 60 s"));
        assertThat(heartbeat.count()).isEqualTo(60);
        assertThat(fixture.hardware.cutOff()).isEmpty();
        assertThat(step(1, 2).failed()).isEqualTo(2);
        assertThat(fixture.unfinishedSteps())
                .extracting(step -> step.key().type())
                .containsExactly(COMPUTE);
    }

    @Test
    void the_timeout_of_a_step_spans_its_attempts() {
        fixture.hardware.hold(COMPUTE);
        ExecuteStage.Result first = fixture.execute(1, fixture.beats().signal(40, Heartbeat.Signal.HAND_OVER));
        ScriptedHeartbeat rest = fixture.beats();

        ExecuteStage.Result second = fixture.execute(1, rest);

        assertThat(first).isInstanceOf(HandedOver.class);
        assertThat(second).isEqualTo(new Failed("Compute did not finish within 60 s"));
        assertThat(rest.count()).isEqualTo(20);
    }

    @Test
    void no_new_try_begins_after_the_timeout() {
        fixture.hardware.takes(62, POWER_SHELF);
        fixture.hardware.breaks(SHELF, "no answer", 3);
        fixture.hardware.breaks(component(POWER_SHELF, 2), "no answer", 3);

        ExecuteStage.Result result = fixture.execute(1, fixture.beats());

        assertThat(result).isEqualTo(new Failed("PowerShelf did not finish within 60 s"));
        assertThat(shelfCommands()).extracting(HardwareCommand::tryNumber).containsExactly(1);
    }

    /** The first command of each try. */
    private List<HardwareCommand> shelfCommands() {
        return fixture.hardware.begun().stream()
                .filter(command -> command.type() == POWER_SHELF)
                .toList();
    }

    private Stage stage(int number) {
        return fixture.report().stages().get(number - 1);
    }

    private Step step(int stage, int index) {
        return stage(stage).steps().get(index);
    }
}
