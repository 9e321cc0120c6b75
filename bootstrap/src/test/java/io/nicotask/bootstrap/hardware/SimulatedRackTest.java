package io.nicotask.bootstrap.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.RackHardwareContract;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SimulatedRackTest extends RackHardwareContract {

    private static final RackId RACK = new RackId(new UUID(0, 1));
    private static final Duration FROM_THE_FIRST_STEP_TO_THE_LAST = Duration.ofSeconds(20);

    private Duration now = Duration.ofSeconds(1);
    private final SimulatedRack racks = new SimulatedRack(() -> now);

    @Override
    protected RackHardware hardware() {
        return racks;
    }

    @Override
    protected HardwareCommand command() {
        return command(RACK, Operation.POWER_ON, ComponentType.POWER_SHELF);
    }

    @Override
    protected void elapse() {
        now = now.plusMillis(500);
    }

    @ParameterizedTest
    @EnumSource
    void an_operation_on_a_whole_rack_takes_twenty_seconds_or_more(Operation operation) {
        Duration begun = now;

        for (ComponentType type : Set.of(ComponentType.POWER_SHELF, ComponentType.NV_SWITCH, ComponentType.COMPUTE)) {
            carryOut(command(RACK, operation, type));
        }

        assertThat(now.minus(begun)).isGreaterThanOrEqualTo(FROM_THE_FIRST_STEP_TO_THE_LAST);
    }

    @ParameterizedTest
    @EnumSource
    void an_operation_on_one_component_takes_twenty_seconds_too(Operation operation) {
        Duration begun = now;
        ComponentId tray = new ComponentId(new UUID(0, 7));

        carryOut(command(RACK, operation, ComponentType.COMPUTE, Set.of(tray)));

        assertThat(now.minus(begun)).isGreaterThanOrEqualTo(FROM_THE_FIRST_STEP_TO_THE_LAST);
    }

    @Test
    void components_finish_one_after_the_other() {
        assertThat(working(command())).isEqualTo(8);

        now = now.plusMillis(3_600);

        assertThat(working(command())).isEqualTo(4);
    }

    @Test
    void the_last_tray_of_the_broken_rack_fails() {
        Collection<ComponentStatus> trays =
                carryOut(command(SimulatedRack.BROKEN, Operation.POWER_ON, ComponentType.COMPUTE));
        Collection<ComponentStatus> shelves =
                carryOut(command(SimulatedRack.BROKEN, Operation.POWER_ON, ComponentType.POWER_SHELF));

        assertThat(trays).hasSize(18).containsOnlyOnce(new ComponentStatus.Ended("one tray gave no answer"));
        assertThat(shelves).containsOnly(new ComponentStatus.Ended(null));
    }

    @Test
    void components_cut_off_on_the_fragile_rack_have_an_unknown_status() {
        HardwareCommand command = command(SimulatedRack.FRAGILE, Operation.POWER_ON, ComponentType.POWER_SHELF);
        assertThat(working(command)).isEqualTo(8);
        now = now.plusMillis(3_600);

        Collection<ComponentStatus> answers = racks.quiesce(quiesceOf(command)).values();

        assertThat(Collections.frequency(answers, new ComponentStatus.Ended(null)))
                .isEqualTo(4);
        assertThat(answers)
                .filteredOn(ComponentStatus.Unknown.class::isInstance)
                .hasSize(4);
    }

    @Test
    void a_component_that_is_still_working_gets_no_second_command() {
        HardwareCommand orphaned = command();
        assertThat(working(orphaned)).isEqualTo(8);
        now = now.plusMillis(3_600);
        HardwareCommand next = new HardwareCommand(
                new TaskId(new UUID(0, 3)),
                new WorkflowRunId("next"),
                2,
                new FencingToken(6),
                RACK,
                Operation.POWER_OFF,
                1,
                ComponentType.POWER_SHELF,
                orphaned.components(),
                InterruptPolicy.INTERRUPTIBLE,
                1);

        assertThat(working(next)).isEqualTo(8);
        now = now.plusMillis(2_000);

        assertThat(working(next)).as("one of the four that were free is ready").isEqualTo(7);
        assertThat(carryOut(next)).containsOnly(new ComponentStatus.Ended(null));
    }

    private long working(HardwareCommand command) {
        return Collections.frequency(racks.ensure(command).values(), new ComponentStatus.Acting(null));
    }

    private Collection<ComponentStatus> carryOut(HardwareCommand command) {
        while (working(command) > 0) {
            elapse();
        }
        return racks.ensure(command).values();
    }

    private HardwareCommand command(RackId rack, Operation operation, ComponentType type) {
        return command(rack, operation, type, racks.components(rack, type));
    }

    private static HardwareCommand command(
            RackId rack, Operation operation, ComponentType type, Set<ComponentId> components) {
        return new HardwareCommand(
                new TaskId(new UUID(0, 2)),
                new WorkflowRunId("run"),
                1,
                new FencingToken(4),
                rack,
                operation,
                1,
                type,
                components,
                InterruptPolicy.INTERRUPTIBLE,
                1);
    }
}
