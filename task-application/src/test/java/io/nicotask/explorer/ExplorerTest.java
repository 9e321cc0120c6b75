package io.nicotask.explorer;

import static io.nicotask.explorer.Protocol.Safeguard.ASK_AGAIN;
import static io.nicotask.explorer.Protocol.Safeguard.DECISION_FIRST;
import static io.nicotask.explorer.Protocol.Safeguard.GATE;
import static io.nicotask.explorer.Protocol.Safeguard.GUARD;
import static io.nicotask.explorer.Protocol.Safeguard.SWEEP;
import static io.nicotask.explorer.Protocol.Safeguard.TOMBSTONE;
import static io.nicotask.explorer.Rule.AN_ACKNOWLEDGED_CANCEL_STAYS_TERMINATED;
import static io.nicotask.explorer.Rule.A_CONFIRMED_STOP_HAS_NO_OPEN_WORKFLOW;
import static io.nicotask.explorer.Rule.NOTHING_BEGINS_AFTER_ITS_STOP_WAS_CONFIRMED;
import static io.nicotask.explorer.Rule.NOTHING_IS_STUCK;
import static io.nicotask.explorer.Rule.NOTHING_LEAVES_A_TERMINAL_STATE;
import static io.nicotask.explorer.Rule.ONE_RUN_BEGINS;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.explorer.Explorer.Findings;
import io.nicotask.explorer.Protocol.Safeguard;
import io.nicotask.faults.TestReport;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ExplorerTest {

    private static final TestReport REPORT = TestReport.named("explored-protocol");

    @Test
    void the_protocol_breaks_no_rule_whatever_happens() {
        Findings<Rule> findings = explore("the protocol", EnumSet.noneOf(Safeguard.class));

        assertThat(findings.counterexamples()).isEmpty();
        assertThat(findings.worlds()).isGreaterThan(10_000);
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
                Arguments.of("the protocol without asking again", EnumSet.of(ASK_AGAIN), List.of(NOTHING_IS_STUCK)),
                Arguments.of("the protocol without sweep", EnumSet.of(SWEEP), List.of(NOTHING_IS_STUCK)),
                Arguments.of(
                        "NVIDIA's order",
                        EnumSet.of(DECISION_FIRST, GUARD),
                        List.of(NOTHING_LEAVES_A_TERMINAL_STATE, AN_ACKNOWLEDGED_CANCEL_STAYS_TERMINATED)));
    }

    @Tag("deep")
    @ParameterizedTest(name = "{0} breaks {2}")
    @MethodSource("variants")
    void without_a_safeguard_rules_break(String name, EnumSet<Safeguard> left, List<Rule> broken) {
        Findings<Rule> findings = explore(name, left);

        for (Rule rule : broken) {
            List<String> way = findings.counterexamples().getOrDefault(rule, List.of());
            REPORT.add("  " + rule + " is broken by:\n    " + String.join("\n    ", way));
            assertThat(way).isNotEmpty();
        }
    }

    private static Findings<Rule> explore(String name, EnumSet<Safeguard> left) {
        Findings<Rule> findings = Explorer.explore(new Protocol(EnumSet.complementOf(left)));
        REPORT.add("Explored " + name + ": " + findings.worlds() + " states");
        return findings;
    }
}
