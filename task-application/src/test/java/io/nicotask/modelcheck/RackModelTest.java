package io.nicotask.modelcheck;

import static io.nicotask.modelcheck.RackModel.Safeguard.DRAIN;
import static io.nicotask.modelcheck.RackModel.Safeguard.FENCING_TOKEN;
import static io.nicotask.modelcheck.RackModel.Safeguard.FORMER_LEASE;
import static io.nicotask.modelcheck.RackModel.Safeguard.GUARD;
import static io.nicotask.modelcheck.RackModel.Safeguard.LEASE;
import static io.nicotask.modelcheck.RackModel.Safeguard.RACK_RECONCILER;
import static io.nicotask.modelcheck.RackModel.Safeguard.RUN_TO_COMPLETION;
import static io.nicotask.modelcheck.RackModel.Safeguard.SHORT_CALLS;
import static io.nicotask.modelcheck.RackModelInvariant.A_RUN_TO_COMPLETION_STEP_IS_NOT_CUT_OFF;
import static io.nicotask.modelcheck.RackModelInvariant.A_TASK_THAT_ENDED_WAITING_NEVER_STARTS;
import static io.nicotask.modelcheck.RackModelInvariant.NOTHING_LEAVES_A_TERMINAL_STATE;
import static io.nicotask.modelcheck.RackModelInvariant.NO_CALL_BEGINS_AFTER_THE_STOP_WAS_CONFIRMED;
import static io.nicotask.modelcheck.RackModelInvariant.NO_STATE_IS_STUCK;
import static io.nicotask.modelcheck.RackModelInvariant.NO_TWO_TASKS_ACT_AT_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.faults.TestReport;
import io.nicotask.modelcheck.ModelChecker.Findings;
import io.nicotask.modelcheck.RackModel.Safeguard;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class RackModelTest {

    private static final TestReport REPORT = TestReport.named("explored-rack-protocol");

    static Stream<Arguments> hardware() {
        return Stream.of(
                Arguments.of("hardware that compares fencing tokens", EnumSet.of(SHORT_CALLS)),
                Arguments.of("hardware without fencing tokens whose calls are short", EnumSet.of(FENCING_TOKEN)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hardware")
    void the_protocol_breaks_no_rule_on(String name, EnumSet<Safeguard> leftOut) {
        Findings<RackModelInvariant> findings = explore("the rack's protocol on " + name, leftOut);

        assertThat(findings.counterexamples()).isEmpty();
        assertThat(findings.states()).isGreaterThan(10_000);
    }

    static Stream<Arguments> variants() {
        return Stream.of(
                Arguments.of(
                        "without guard",
                        EnumSet.of(GUARD),
                        List.of(NOTHING_LEAVES_A_TERMINAL_STATE, A_TASK_THAT_ENDED_WAITING_NEVER_STARTS)),
                Arguments.of(
                        "without drain",
                        EnumSet.of(DRAIN),
                        List.of(NO_TWO_TASKS_ACT_AT_ONCE, NO_CALL_BEGINS_AFTER_THE_STOP_WAS_CONFIRMED)),
                Arguments.of(
                        "without run-to-completion",
                        EnumSet.of(RUN_TO_COMPLETION),
                        List.of(A_RUN_TO_COMPLETION_STEP_IS_NOT_CUT_OFF)),
                Arguments.of(
                        "ignoring the lease's age",
                        EnumSet.of(LEASE),
                        List.of(NO_CALL_BEGINS_AFTER_THE_STOP_WAS_CONFIRMED)),
                Arguments.of(
                        "forgetting a lease when its work is taken over",
                        EnumSet.of(FORMER_LEASE),
                        List.of(NO_CALL_BEGINS_AFTER_THE_STOP_WAS_CONFIRMED)),
                Arguments.of(
                        "on hardware without fencing tokens whose calls are long",
                        EnumSet.of(FENCING_TOKEN, SHORT_CALLS),
                        List.of(NO_TWO_TASKS_ACT_AT_ONCE)),
                Arguments.of(
                        "on hardware without fencing tokens, ignoring the lease's age",
                        EnumSet.of(FENCING_TOKEN, LEASE),
                        List.of(NO_TWO_TASKS_ACT_AT_ONCE)),
                Arguments.of("without the rack reconciler", EnumSet.of(RACK_RECONCILER), List.of(NO_STATE_IS_STUCK)));
    }

    @Tag("deep")
    @ParameterizedTest(name = "{0} breaks {2}")
    @MethodSource("variants")
    void without_a_safeguard_rules_are_broken(
            String name, EnumSet<Safeguard> leftOut, List<RackModelInvariant> broken) {
        Findings<RackModelInvariant> findings = explore("the rack's protocol " + name, leftOut);

        for (RackModelInvariant rule : broken) {
            List<String> path = findings.counterexamples().getOrDefault(rule, List.of());
            REPORT.add("  " + rule + " is broken by:\n    " + String.join("\n    ", path));
            assertThat(path).isNotEmpty();
        }
    }

    private static Findings<RackModelInvariant> explore(String name, EnumSet<Safeguard> leftOut) {
        Findings<RackModelInvariant> findings = ModelChecker.check(new RackModel(EnumSet.complementOf(leftOut)));
        REPORT.add("Explored " + name + ": " + findings.states() + " states");
        return findings;
    }
}
