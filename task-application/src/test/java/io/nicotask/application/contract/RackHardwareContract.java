package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackHardware.QuiesceStatus;
import io.nicotask.application.port.StaleFencingToken;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.FencingToken;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of {@link RackHardware}. */
public abstract class RackHardwareContract {

    private static final int MAX_CALLS = 1_000;

    /** The hardware under test. */
    protected abstract RackHardware hardware();

    /** A command with the fencing token 2 for two or more components of a rack, which complete it successfully. */
    protected abstract HardwareCommand order();

    /** Lets some of the time pass that the hardware needs. */
    protected abstract void elapse();

    /** Whether this hardware compares fencing tokens. */
    protected boolean checksFencingTokens() {
        return true;
    }

    @ParameterizedTest
    @EnumSource
    void the_components_of_a_rack_do_not_change(ComponentType type) {
        Set<ComponentId> components = hardware().components(order().rack(), type);

        assertThat(hardware().components(order().rack(), type)).isEqualTo(components);
    }

    @Test
    void repeated_ensure_completes_a_command_and_keeps_it_done() {
        Map<ComponentId, ComponentStatus> end = completed(order());

        assertThat(end).containsOnlyKeys(order().components());
        assertThat(end.values()).containsOnly(new ComponentStatus.Done());
        assertThat(hardware().ensure(order())).isEqualTo(end);
    }

    @Test
    void another_attempt_finds_the_completed_work_done() {
        Map<ComponentId, ComponentStatus> end = completed(order());
        HardwareCommand other =
                changed(order(), order().leaseNumber() + 1, order().fencingToken(), order().components());

        assertThat(hardware().ensure(other)).isEqualTo(end);
    }

    @Test
    void a_command_for_some_components_answers_for_those_only() {
        assertThat(hardware().ensure(order())).containsOnlyKeys(order().components());

        HardwareCommand some = toOne(order());

        assertThat(completed(some)).containsOnlyKeys(some.components());
        assertThat(completed(order()).values()).containsOnly(new ComponentStatus.Done());
    }

    @Test
    void quiesce_comes_to_an_end_and_can_be_repeated() {
        assertThat(hardware().ensure(order())).isNotEmpty();

        Map<ComponentId, QuiesceStatus> end = quiesced(order());

        assertThat(end).containsOnlyKeys(order().components());
        assertThat(hardware().quiesce(order()).values()).doesNotContain(new QuiesceStatus.StillRunning());
    }

    @Test
    void components_that_have_ended_or_never_begun_are_stopped_already() {
        HardwareCommand ended = toOne(order());
        assertThat(completed(ended)).isNotEmpty();

        Map<ComponentId, QuiesceStatus> answers = hardware().quiesce(order());

        assertThat(answers).containsOnlyKeys(order().components());
        assertThat(answers.values()).containsOnly(new QuiesceStatus.Stopped());
    }

    @Test
    void a_command_with_a_lower_fencing_token_is_refused() {
        assumeThat(checksFencingTokens()).isTrue();
        assertThat(hardware().ensure(order())).isNotEmpty();
        HardwareCommand earlier = changed(order(), order().leaseNumber(), new FencingToken(1), order().components());

        assertThatExceptionOfType(StaleFencingToken.class)
                .isThrownBy(() -> assertThat(hardware().ensure(earlier)).isNull());
        assertThatExceptionOfType(StaleFencingToken.class)
                .isThrownBy(() -> assertThat(hardware().quiesce(earlier)).isNull());

        assertThat(completed(order()).values()).containsOnly(new ComponentStatus.Done());
    }

    @Test
    void a_lower_fencing_token_is_valid_for_components_that_have_seen_no_higher_one() {
        HardwareCommand later = toOne(order());
        assertThat(hardware().ensure(later)).isNotEmpty();
        Set<ComponentId> others = new HashSet<>(order().components());
        others.removeAll(later.components());
        HardwareCommand earlier = changed(order(), order().leaseNumber(), new FencingToken(1), others);

        assertThat(completed(earlier).values()).containsOnly(new ComponentStatus.Done());
    }

    private Map<ComponentId, ComponentStatus> completed(HardwareCommand command) {
        for (int calls = 1; calls <= MAX_CALLS; calls++) {
            Map<ComponentId, ComponentStatus> statuses = hardware().ensure(command);
            if (!statuses.containsValue(new ComponentStatus.Working())) {
                return statuses;
            }
            elapse();
        }
        throw new AssertionError(command + " does not end");
    }

    private Map<ComponentId, QuiesceStatus> quiesced(HardwareCommand command) {
        for (int calls = 1; calls <= MAX_CALLS; calls++) {
            Map<ComponentId, QuiesceStatus> answers = hardware().quiesce(command);
            if (!answers.containsValue(new QuiesceStatus.StillRunning())) {
                return answers;
            }
            elapse();
        }
        throw new AssertionError(command + " does not stop");
    }

    private static HardwareCommand toOne(HardwareCommand command) {
        ComponentId one = command.components().iterator().next();
        return changed(command, command.leaseNumber(), command.fencingToken(), Set.of(one));
    }

    private static HardwareCommand changed(
            HardwareCommand command, long attempt, FencingToken fencingToken, Set<ComponentId> components) {
        return new HardwareCommand(
                command.task(),
                command.run(),
                attempt,
                fencingToken,
                command.rack(),
                command.operation(),
                command.stage(),
                command.type(),
                components,
                command.tryNumber());
    }
}
