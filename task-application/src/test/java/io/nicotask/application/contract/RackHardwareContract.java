package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackHardware.StaleFencingToken;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.TaskId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link RackHardware} does. The author of an adapter extends it with a test of that adapter. */
public abstract class RackHardwareContract extends PortContract {

    private static final int PATIENCE = 1_000;

    /** The hardware under test. */
    protected abstract RackHardware hardware();

    /** The same, with its calls recorded. */
    final RackHardware recordedHardware() {
        return calls.recorded(RackHardware.class, hardware());
    }

    /**
     * An interruptible command, with a token of at least 3, to two or more components that the rack has, which they
     * carry out with success and which they need some time for.
     */
    protected abstract HardwareCommand command();

    /** Lets some of the time go by that the hardware needs. */
    protected abstract void elapse();

    @ParameterizedTest
    @EnumSource
    void a_rack_keeps_its_components(ComponentType type) {
        Set<ComponentId> components = recordedHardware().components(command().rack(), type);

        assertThat(recordedHardware().components(command().rack(), type)).isEqualTo(components);
    }

    @Test
    void a_command_is_carried_out_and_stays_ended() {
        Map<ComponentId, ComponentStatus> end = carriedOut(command());

        assertThat(end).containsOnlyKeys(command().components());
        assertThat(end.values()).containsOnly(new ComponentStatus.Ended(null));
        assertThat(recordedHardware().ensure(command())).isEqualTo(end);
    }

    @Test
    void another_attempt_finds_ended_what_the_first_has_done() {
        Map<ComponentId, ComponentStatus> end = carriedOut(command());
        HardwareCommand other = changed(
                command(),
                command().leaseNumber() + 1,
                command().fencingToken(),
                command().components());

        assertThat(recordedHardware().ensure(other)).isEqualTo(end);
    }

    @Test
    void what_has_begun_goes_on_by_itself_and_a_quiesce_lets_it_when_it_runs_to_completion() {
        HardwareCommand command = withPolicy(command(), InterruptPolicy.RUN_TO_COMPLETION);
        assertThat(recordedHardware().ensure(command)).isNotEmpty();

        Map<ComponentId, ComponentStatus> end = quiesced(command);

        assertThat(end).containsOnlyKeys(command.components());
        assertThat(end.values()).containsOnly(new ComponentStatus.Ended(null));
        assertThat(recordedHardware().quiesce(quiesceOf(command))).isEqualTo(end);
    }

    @Test
    void a_quiesce_cuts_interruptible_work_off() {
        assertThat(recordedHardware().ensure(command()).values())
                .hasAtLeastOneElementOfType(ComponentStatus.Acting.class);

        Map<ComponentId, ComponentStatus> end = quiesced(command());

        assertThat(end).containsOnlyKeys(command().components());
        assertThat(end.values()).contains(new ComponentStatus.Stopped());
        assertThat(recordedHardware().quiesce(quiesceOf(command()))).isEqualTo(end);
    }

    @Test
    void a_quiesce_begins_nothing() {
        HardwareCommand quiesce = quiesceOf(command());
        Map<ComponentId, ComponentStatus> atOnce = recordedHardware().quiesce(quiesce);
        elapse();

        assertThat(atOnce).containsOnlyKeys(command().components());
        assertThat(atOnce.values()).containsOnly(new ComponentStatus.NeverBegun());
        assertThat(recordedHardware().quiesce(quiesce)).isEqualTo(atOnce);
    }

    @Test
    void a_command_that_arrives_after_the_quiesce_of_its_task_begins_nothing() {
        assertThat(recordedHardware().quiesce(quiesceOf(command()))).isNotEmpty();

        assertRefused(command());

        assertThat(recordedHardware().quiesce(quiesceOf(command())).values())
                .containsOnly(new ComponentStatus.NeverBegun());
    }

    @Test
    void a_quiesce_means_every_try_of_the_step() {
        assertThat(carriedOut(command())).isNotEmpty();
        assertThat(recordedHardware().ensure(withTry(command(), 2)).values())
                .hasAtLeastOneElementOfType(ComponentStatus.Acting.class);

        assertThat(quiesced(command()).values()).contains(new ComponentStatus.Stopped());

        assertRefused(withTry(command(), 3));
    }

    @Test
    void a_quiesce_of_another_stage_finds_nothing_begun_and_cuts_nothing_off() {
        assertThat(carriedOut(command())).isNotEmpty();
        HardwareCommand other = inStage(command(), command().stage() + 1);

        assertThat(recordedHardware().quiesce(quiesceOf(other)).values())
                .containsOnly(new ComponentStatus.NeverBegun());
        assertThat(quiesced(command()).values()).containsOnly(new ComponentStatus.Ended(null));
    }

    @Test
    void the_next_grant_of_the_rack_is_heard_after_a_quiesce() {
        assertThat(quiesced(command())).isNotEmpty();

        assertThat(carriedOut(ofNextGrant(command())).values()).containsOnly(new ComponentStatus.Ended(null));
    }

    @Test
    void a_quiesce_is_answered_after_a_later_grant_and_takes_nothing_from_it() {
        assertThat(quiesced(command())).isNotEmpty();
        HardwareCommand next = ofNextGrant(command());
        assertThat(recordedHardware().ensure(next)).isNotEmpty();

        assertThat(recordedHardware().quiesce(quiesceOf(command())).values())
                .containsOnly(new ComponentStatus.NeverBegun());

        assertRefused(command());
        assertThat(carriedOut(next).values()).containsOnly(new ComponentStatus.Ended(null));
    }

    @Test
    void a_command_with_a_lower_token_is_refused() {
        assertThat(recordedHardware().ensure(command())).isNotEmpty();

        assertRefused(changed(
                command(),
                command().leaseNumber(),
                new FencingToken(1),
                command().components()));

        assertThat(carriedOut(command()).values()).containsOnly(new ComponentStatus.Ended(null));
    }

    @Test
    void a_lower_token_is_good_for_components_that_have_seen_no_higher_one() {
        ComponentId one = command().components().iterator().next();
        assertThat(recordedHardware()
                        .ensure(changed(
                                command(), command().leaseNumber(), command().fencingToken(), Set.of(one))))
                .isNotEmpty();
        Set<ComponentId> others = new HashSet<>(command().components());
        others.remove(one);
        HardwareCommand earlier = changed(command(), command().leaseNumber(), new FencingToken(1), others);

        assertThat(carriedOut(earlier).values()).containsOnly(new ComponentStatus.Ended(null));
    }

    private void assertRefused(HardwareCommand command) {
        assertThatExceptionOfType(StaleFencingToken.class)
                .isThrownBy(() -> assertThat(recordedHardware().ensure(command)).isNull());
    }

    private Map<ComponentId, ComponentStatus> carriedOut(HardwareCommand command) {
        return untilOver(() -> recordedHardware().ensure(command));
    }

    private Map<ComponentId, ComponentStatus> quiesced(HardwareCommand command) {
        return untilOver(() -> recordedHardware().quiesce(quiesceOf(command)));
    }

    private Map<ComponentId, ComponentStatus> untilOver(Supplier<Map<ComponentId, ComponentStatus>> call) {
        for (int asked = 1; asked <= PATIENCE; asked++) {
            Map<ComponentId, ComponentStatus> answers = call.get();
            if (answers.values().stream().noneMatch(ComponentStatus.Acting.class::isInstance)) {
                return answers;
            }
            elapse();
        }
        throw new AssertionError(command() + " comes to no end");
    }

    /** The quiesce of the command's step. */
    public static HardwareCommand quiesceOf(HardwareCommand command) {
        return changed(command, 0, command.fencingToken().forQuiesce(), command.components());
    }

    private static HardwareCommand ofNextGrant(HardwareCommand command) {
        return copy(
                command,
                new TaskId(new UUID(99, 99)),
                command.stage(),
                new FencingToken(command.fencingToken().value() + 2),
                command.interruptPolicy(),
                command.tryNumber());
    }

    private static HardwareCommand withPolicy(HardwareCommand command, InterruptPolicy interruptPolicy) {
        return copy(
                command, command.task(), command.stage(), command.fencingToken(), interruptPolicy, command.tryNumber());
    }

    private static HardwareCommand withTry(HardwareCommand command, int tryNumber) {
        return copy(
                command, command.task(), command.stage(), command.fencingToken(), command.interruptPolicy(), tryNumber);
    }

    private static HardwareCommand inStage(HardwareCommand command, int stage) {
        return copy(
                command, command.task(), stage, command.fencingToken(), command.interruptPolicy(), command.tryNumber());
    }

    private static HardwareCommand copy(
            HardwareCommand command,
            TaskId task,
            int stage,
            FencingToken fencingToken,
            InterruptPolicy interruptPolicy,
            int tryNumber) {
        return new HardwareCommand(
                task,
                command.run(),
                command.leaseNumber(),
                fencingToken,
                command.rack(),
                command.operation(),
                stage,
                command.type(),
                command.components(),
                interruptPolicy,
                tryNumber);
    }

    private static HardwareCommand changed(
            HardwareCommand command, long lease, FencingToken fencingToken, Set<ComponentId> components) {
        return new HardwareCommand(
                command.task(),
                command.run(),
                lease,
                fencingToken,
                command.rack(),
                command.operation(),
                command.stage(),
                command.type(),
                components,
                command.interruptPolicy(),
                command.tryNumber());
    }
}
