package io.nicotask.application.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the simulator is worth: how many schedules it takes to find a defect of the protocol. */
final class PlantedDefectTest {

    private static final int SCHEDULES = 1_000;
    private static final List<Long> FIRST_SEEDS =
            LongStream.rangeClosed(1, 5).map(base -> base * 1_000_000).boxed().toList();

    @ParameterizedTest
    @EnumSource
    void a_planted_defect_is_found_within_a_thousand_schedules(Planted planted) {
        List<Integer> taken = new ArrayList<>();
        List<String> how = new ArrayList<>();
        List<String> soundAlike = new ArrayList<>();

        try (Quiet quiet = new Quiet()) {
            for (long first : FIRST_SEEDS) {
                Campaign run = new Campaign(planted.defect());
                run.upTo(SCHEDULES, first);
                if (run.violated() != null) {
                    taken.add(run.schedules());
                    how.add(run.violated().violation());
                    soundAlike.add(Schedule.run(run.violated().seed(), Defect::none, false)
                            .violation());
                }
            }
        }

        taken.sort(Integer::compare);
        System.out.println(
                planted + " | found after | " + taken + " | by " + (how.isEmpty() ? "nothing" : how.getFirst()));
        assertThat(taken).as("found for most of the first seeds").hasSizeGreaterThan(FIRST_SEEDS.size() / 2);
        assertThat(soundAlike).as("the sound system on the same seeds").containsOnlyNulls();
    }
}
