package io.nicotask.modelcheck;

import static io.nicotask.modelcheck.TaskModel.Safeguard.DECISION_FIRST;
import static io.nicotask.modelcheck.TaskModel.Safeguard.GATE;
import static io.nicotask.modelcheck.TaskModel.Safeguard.GUARD;
import static io.nicotask.modelcheck.TaskModel.Safeguard.RECONCILER;
import static io.nicotask.modelcheck.TaskModel.Safeguard.REPEATED_START;
import static io.nicotask.modelcheck.TaskModel.Safeguard.TOMBSTONE;
import static io.nicotask.modelcheck.TaskModelInvariant.AN_ACKNOWLEDGED_CANCEL_STAYS_TERMINATED;
import static io.nicotask.modelcheck.TaskModelInvariant.A_CONFIRMED_STOP_HAS_NO_OPEN_WORKFLOW;
import static io.nicotask.modelcheck.TaskModelInvariant.NOTHING_BEGINS_AFTER_ITS_STOP_WAS_CONFIRMED;
import static io.nicotask.modelcheck.TaskModelInvariant.NOTHING_LEAVES_A_TERMINAL_STATE;
import static io.nicotask.modelcheck.TaskModelInvariant.NO_STATE_IS_STUCK;
import static io.nicotask.modelcheck.TaskModelInvariant.ONE_RUN_BEGINS;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.faults.TestReport;
import io.nicotask.modelcheck.ModelChecker.Findings;
import io.nicotask.modelcheck.TaskModel.Safeguard;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class TaskModelTest {

    private static final TestReport REPORT = TestReport.named("explored-protocol");

    @Test
    void the_protocol_breaks_no_rule() {
        Findings<TaskModelInvariant> findings = explore("the protocol", EnumSet.noneOf(Safeguard.class));

        assertThat(findings.counterexamples()).isEmpty();
        assertThat(findings.states()).isGreaterThan(10_000);
    }

    static Stream<Arguments> variants() {
        return Stream.of(
                Arguments.of(
                        "the protocol without guard",
                        EnumSet.of(GUARD),
                        List.of(NOTHING_LEAVES_A_TERMINAL_STATE, AN_ACKNOWLEDGED_CANCEL_STAYS_TERMINATED)),
                Arguments.of("the protocol without gate", EnumSet.of(GATE), List.of(ONE_RUN_BEGINS)),
                Arguments.of(
                        "the protocol without tombstone",
                        EnumSet.of(TOMBSTONE),
                        List.of(A_CONFIRMED_STOP_HAS_NO_OPEN_WORKFLOW)),
                Arguments.of(
                        "the protocol without gate and tombstone",
                        EnumSet.of(GATE, TOMBSTONE),
                        List.of(A_CONFIRMED_STOP_HAS_NO_OPEN_WORKFLOW, NOTHING_BEGINS_AFTER_ITS_STOP_WAS_CONFIRMED)),
                Arguments.of(
                        "the protocol without repeated starts", EnumSet.of(REPEATED_START), List.of(NO_STATE_IS_STUCK)),
                Arguments.of("the protocol without reconciler", EnumSet.of(RECONCILER), List.of(NO_STATE_IS_STUCK)),
                Arguments.of(
                        "NVIDIA's order, the engine before the database",
                        EnumSet.of(DECISION_FIRST, GUARD),
                        List.of(NOTHING_LEAVES_A_TERMINAL_STATE, AN_ACKNOWLEDGED_CANCEL_STAYS_TERMINATED)));
    }

    @Tag("deep")
    @ParameterizedTest(name = "{0} breaks {2}")
    @MethodSource("variants")
    void without_a_safeguard_rules_are_broken(
            String name, EnumSet<Safeguard> leftOut, List<TaskModelInvariant> broken) {
        Findings<TaskModelInvariant> findings = explore(name, leftOut);

        for (TaskModelInvariant rule : broken) {
            List<String> path = findings.counterexamples().getOrDefault(rule, List.of());
            REPORT.add("  " + rule + " is broken by:\n    " + String.join("\n    ", path));
            assertThat(path).isNotEmpty();
        }
    }

    private static Findings<TaskModelInvariant> explore(String name, EnumSet<Safeguard> leftOut) {
        Findings<TaskModelInvariant> findings = ModelChecker.check(new TaskModel(EnumSet.complementOf(leftOut)));
        REPORT.add("Explored " + name + ": " + findings.states() + " states");
        return findings;
    }
}
