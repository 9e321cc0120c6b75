package io.nicotask.application.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.faults.TestReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Measures the simulator: how many schedules it takes to find each defect of the protocol. */
final class PlantedDefectTest {

    private static final int SCHEDULES = 1_000;
    private static final List<Long> FIRST_SEEDS =
            LongStream.rangeClosed(1, 5).map(base -> base * 1_000_000).boxed().toList();

    private final List<Integer> schedulesNeeded = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final List<String> soundViolations = new ArrayList<>();

    /** A defect of the tasks and one of the racks that few schedules find. */
    @ParameterizedTest
    @EnumSource(names = {"END_WITHOUT_STOP", "RACK_REASSIGNED_WITHOUT_DRAIN"})
    void an_easily_found_planted_defect_is_found(PlantedDefect planted) {
        search(planted, FIRST_SEEDS.subList(0, 1));

        assertThat(schedulesNeeded).hasSize(1);
        assertThat(soundViolations)
                .as("violation of the sound system with the same seed")
                .containsOnlyNulls();
    }

    @Tag("deep")
    @ParameterizedTest
    @EnumSource
    void a_planted_defect_is_found_within_a_thousand_schedules(PlantedDefect planted) {
        search(planted, FIRST_SEEDS);

        schedulesNeeded.sort(Integer::compare);
        TestReport.named("planted-defects")
                .add(planted + " | schedules needed | " + schedulesNeeded + " | found as | "
                        + (violations.isEmpty() ? "nothing" : violations.getFirst()));
        assertThat(schedulesNeeded)
                .as("schedules needed with the seeds that found the defect")
                .hasSizeGreaterThan(FIRST_SEEDS.size() / 2);
        assertThat(soundViolations)
                .as("violations of the sound system with the same seeds")
                .containsOnlyNulls();
    }

    private void search(PlantedDefect planted, List<Long> firstSeeds) {
        try (MutedLogs mutedLogs = new MutedLogs()) {
            for (long first : firstSeeds) {
                SimulationCampaign run = new SimulationCampaign(planted.defect());
                run.upTo(SCHEDULES, first);
                if (run.violated() != null) {
                    schedulesNeeded.add(run.schedules());
                    violations.add(run.violated().violation());
                    soundViolations.add(SimulationRun.run(run.violated().seed(), Defect::none, false)
                            .violation());
                }
            }
        }
    }
}
