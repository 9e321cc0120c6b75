package io.nicotask.domain.stop;

import static io.nicotask.domain.stop.StopFixtures.DECIDED;
import static io.nicotask.domain.stop.StopFixtures.LATE;
import static io.nicotask.domain.stop.StopFixtures.SOON;
import static io.nicotask.domain.stop.StopFixtures.aStepKnownAt;
import static io.nicotask.domain.stop.StopFixtures.aStepOfUnknownStatus;
import static io.nicotask.domain.stop.StopFixtures.aStepWithDeadline;
import static io.nicotask.domain.stop.StopFixtures.aStop;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.domain.stop.Stop.Resolution;
import io.nicotask.domain.stop.StopState.AttentionCause;
import io.nicotask.domain.stop.StopState.NeedsAttention;
import io.nicotask.domain.stop.StopState.StopEvidence;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The effect of every kind of evidence in every state, cell by cell. */
final class StopTransitionTableTest {

    /**
     * The status after the evidence; {@code =} when nothing changed. A column is a state with what makes a difference in
     * it: whether the rack is free, whether the workflow is closed, and what needs attention.
     */
    private static final String TABLE = """
            input                  | REQUESTED       | REQUESTED_RACK_FREE | DRAINING        | DRAINING_RESOLVED | STEP_UNKNOWN    | STEP_UNKNOWN_CLOSED | LATE            | LATE_CLOSED     | LATE_RACK_FREE  | CONFIRMED
            ENGINE_CLOSED          | DRAINING        | CONFIRMED           | =               | DRAINING          | NEEDS_ATTENTION | =                   | NEEDS_ATTENTION | =               | CONFIRMED       | =
            EXTERNAL_CLOSED        | DRAINING        | CONFIRMED           | =               | DRAINING          | NEEDS_ATTENTION | =                   | DRAINING        | =               | CONFIRMED       | =
            NO_STEP_IN_TIME        | =               | =                   | DRAINING        | =                 | REQUESTED       | DRAINING            | REQUESTED       | DRAINING        | REQUESTED       | =
            NO_STEP_TOO_LATE       | NEEDS_ATTENTION | NEEDS_ATTENTION     | NEEDS_ATTENTION | NEEDS_ATTENTION   | NEEDS_ATTENTION | NEEDS_ATTENTION     | =               | =               | =               | =
            STEP_OBSERVED          | REQUESTED       | REQUESTED           | DRAINING        | DRAINING          | REQUESTED       | DRAINING            | REQUESTED       | DRAINING        | REQUESTED       | =
            STEP_NOT_OBSERVED      | NEEDS_ATTENTION | NEEDS_ATTENTION     | NEEDS_ATTENTION | NEEDS_ATTENTION   | NEEDS_ATTENTION | NEEDS_ATTENTION     | NEEDS_ATTENTION | NEEDS_ATTENTION | NEEDS_ATTENTION | =
            STEP_OVERDUE           | NEEDS_ATTENTION | NEEDS_ATTENTION     | NEEDS_ATTENTION | NEEDS_ATTENTION   | NEEDS_ATTENTION | NEEDS_ATTENTION     | NEEDS_ATTENTION | NEEDS_ATTENTION | NEEDS_ATTENTION | =
            STEP_OF_UNKNOWN_STATUS | NEEDS_ATTENTION | NEEDS_ATTENTION     | NEEDS_ATTENTION | NEEDS_ATTENTION   | =               | =                   | NEEDS_ATTENTION | NEEDS_ATTENTION | NEEDS_ATTENTION | =
            RACK_RELEASED          | REQUESTED       | =                   | CONFIRMED       | CONFIRMED         | NEEDS_ATTENTION | CONFIRMED           | NEEDS_ATTENTION | CONFIRMED       | =               | =
            RESOLVED               | =               | =                   | =               | =                 | DRAINING        | DRAINING            | NEEDS_ATTENTION | NEEDS_ATTENTION | CONFIRMED       | =
            RESOLVED_WHILE_LEASED  | =               | =                   | =               | =                 | =               | =                   | =               | =               | =               | =
            """;

    private static final Map<String, Stop> STOPS = Map.of(
            "REQUESTED", aStop().build(),
            "REQUESTED_RACK_FREE", aStop().withRackFree().build(),
            "DRAINING", aStop().closed().with(aStepKnownAt(SOON)).build(),
            "DRAINING_RESOLVED", aStop().resolved().build(),
            "STEP_UNKNOWN", aStop().with(aStepOfUnknownStatus(SOON)).build(),
            "STEP_UNKNOWN_CLOSED",
                    aStop().closed().with(aStepOfUnknownStatus(SOON)).build(),
            "LATE", aStop().at(LATE).build(),
            "LATE_CLOSED", aStop().closed().at(LATE).build(),
            "LATE_RACK_FREE", aStop().withRackFree().at(LATE).build(),
            "CONFIRMED", aStop().closed().withRackFree().build());

    /** A cell of the table. */
    record Cell(StopInput input, String stop, String expected) {}

    /** The evidence, and the facts that a stop has. */
    record Pair(StopInput input, Stop stop) {}

    static Stream<Cell> cells() {
        List<List<String>> rows =
                TABLE.lines().map(StopTransitionTableTest::columns).toList();
        List<String> stops = rows.getFirst();
        return rows.stream()
                .skip(1)
                .flatMap(row -> Stream.iterate(1, column -> column + 1)
                        .limit(stops.size() - 1L)
                        .map(column ->
                                new Cell(StopInput.valueOf(row.getFirst()), stops.get(column), row.get(column))));
    }

    /** Every kind of evidence for a stop with every combination of facts. */
    static Stream<Pair> pairs() {
        return everyStop().flatMap(stop -> Arrays.stream(StopInput.values()).map(input -> new Pair(input, stop)));
    }

    private static Stream<Stop> everyStop() {
        List<@Nullable Instant> whether = new ArrayList<>();
        whether.add(null);
        whether.add(DECIDED.plusSeconds(2));
        List<List<StepStatus>> steps = List.of(
                List.of(),
                List.of(aStepKnownAt(LATE)),
                List.of(aStepKnownAt(DECIDED)),
                List.of(aStepWithDeadline(DECIDED, SOON)),
                List.of(aStepKnownAt(LATE), aStepOfUnknownStatus(SOON)));
        return whether.stream()
                .flatMap(closed -> whether.stream()
                        .flatMap(resolved -> whether.stream()
                                .flatMap(rackFree -> steps.stream()
                                        .flatMap(unfinished -> Stream.of(SOON, LATE)
                                                .map(now -> aStop().closed(closed)
                                                        .resolved(resolved)
                                                        .withRackFree(rackFree)
                                                        .with(unfinished)
                                                        .at(now)
                                                        .build())))));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void answers_as_the_table_says(Cell cell) {
        Stop stop = STOPS.get(cell.stop());

        Stop after = cell.input().applyTo(stop);

        assertThat(after.equals(stop) ? "=" : after.status().name()).isEqualTo(cell.expected());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void evidence_leads_to_a_listed_state_or_changes_nothing(Pair pair) {
        Set<StopStatus> listed = pair.stop().status().after(pair.input().evidence());

        Stop after = pair.input().applyTo(pair.stop());

        if (listed.isEmpty()) {
            assertThat(after).isSameAs(pair.stop());
        } else {
            assertThat(after.status()).isIn(listed);
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void the_same_evidence_again_changes_nothing(Pair pair) {
        Stop once = pair.input().applyTo(pair.stop());

        assertThat(pair.input().applyTo(once)).isEqualTo(once);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void a_stop_that_is_restored_from_its_facts_is_the_same(Pair pair) {
        Stop after = pair.input().applyTo(pair.stop());

        List<Stop> restored = Stream.of(SOON, LATE)
                .map(now -> Stop.rehydrated(
                        after.task(), after.instants(), after.steps(), now, StopFixtures.ATTENTION_AFTER))
                .toList();

        assertThat(restored).contains(after);
    }

    @ParameterizedTest
    @EnumSource
    void every_listed_transition_happens(StopStatus status) {
        Map<StopEvidence, Set<StopStatus>> reached = new EnumMap<>(StopEvidence.class);
        pairs().filter(pair -> pair.stop().status() == status)
                .forEach(pair -> reached.computeIfAbsent(
                                pair.input().evidence(), none -> EnumSet.noneOf(StopStatus.class))
                        .add(pair.input().applyTo(pair.stop()).status()));

        assertThat(reached).containsOnlyKeys(StopEvidence.values());
        reached.forEach((evidence, statuses) -> {
            Set<StopStatus> listed = status.after(evidence);
            assertThat(statuses)
                    .as(evidence.name())
                    .containsExactlyInAnyOrderElementsOf(listed.isEmpty() ? Set.of(status) : listed);
        });
    }

    @Test
    void every_state_and_every_cause_has_a_stop() {
        assertThat(everyStop().map(Stop::status)).contains(StopStatus.values());
        assertThat(everyStop()
                        .map(Stop::state)
                        .filter(NeedsAttention.class::isInstance)
                        .map(state -> ((NeedsAttention) state).cause()))
                .contains(AttentionCause.values());
        assertThat(STOPS.values().stream().map(Stop::status)).contains(StopStatus.values());
    }

    @Test
    void the_table_has_every_input_and_every_stop() {
        List<List<String>> rows =
                TABLE.lines().map(StopTransitionTableTest::columns).toList();

        assertThat(rows.getFirst().stream().skip(1)).containsExactlyInAnyOrderElementsOf(STOPS.keySet());
        assertThat(rows.stream().skip(1).map(List::getFirst))
                .containsExactlyElementsOf(
                        Arrays.stream(StopInput.values()).map(Enum::name).toList());
    }

    @Test
    void every_method_that_takes_evidence_is_an_input() {
        Set<String> methods = Arrays.stream(Stop.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> Set.of(Stop.class, Resolution.class).contains(method.getReturnType()))
                .map(Method::getName)
                .collect(Collectors.toSet());

        Set<String> inputs =
                Arrays.stream(StopInput.values()).map(StopInput::method).collect(Collectors.toSet());

        assertThat(inputs).isEqualTo(methods);
        assertThat(Arrays.stream(StopInput.values()).map(StopInput::evidence)).contains(StopEvidence.values());
    }

    private static List<String> columns(String line) {
        return Arrays.stream(line.split("\\|")).map(String::strip).toList();
    }
}
