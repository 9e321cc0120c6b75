package io.nicotask.explorer;

import static io.nicotask.explorer.Protocol.Safeguard.DECISION_FIRST;
import static io.nicotask.explorer.Protocol.Safeguard.GATE;
import static io.nicotask.explorer.Protocol.Safeguard.GUARD;
import static io.nicotask.explorer.Protocol.Safeguard.SWEEP;
import static io.nicotask.explorer.Protocol.Safeguard.TOMBSTONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.explorer.Explorer.Findings;
import io.nicotask.explorer.Protocol.Safeguard;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ExplorerTest {

    @Test
    void the_protocol_breaks_no_rule_whatever_happens() {
        Findings findings = Explorer.explore(new Protocol(EnumSet.allOf(Safeguard.class)));

        System.out.println("the protocol: " + findings);
        assertThat(findings.counterexamples()).isEmpty();
        assertThat(findings.worlds()).isGreaterThan(1_000);
    }

    static Stream<Arguments> variants() {
        return Stream.of(
                Arguments.of("no guard", EnumSet.of(GUARD)),
                Arguments.of("no gate", EnumSet.of(GATE)),
                Arguments.of("no tombstone", EnumSet.of(TOMBSTONE)),
                Arguments.of("no gate and no tombstone", EnumSet.of(GATE, TOMBSTONE)),
                Arguments.of("no sweep", EnumSet.of(SWEEP)),
                Arguments.of("NVIDIA's order", EnumSet.of(DECISION_FIRST, GUARD, SWEEP)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("variants")
    void without_a_safeguard_a_rule_breaks(String name, Set<Safeguard> left) {
        Findings findings = Explorer.explore(new Protocol(EnumSet.complementOf(EnumSet.copyOf(left))));

        System.out.println(name + ": " + findings);
        assertThat(findings.counterexamples()).isNotEmpty();
    }
}
