package io.nicotask.application.simulation;

import static io.nicotask.faults.Fault.SEVERAL_REPLICAS;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.simulation.SimulationRun.Outcome;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import io.nicotask.faults.TestReport;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs schedules of the sound system: some in every build, thousands in the deep tier.
 * {@code -Dnicotask.simulation.schedules=100000} sets their number in the deep tier,
 * {@code -Dnicotask.simulation.first=…} the first seed, and {@code -Dnicotask.simulation.seed=…} writes the trace of
 * one schedule to {@code target/test-reports}.
 */
final class SimulatorTest {

    private static final int SOME = 150;
    private static final int MANY = Integer.getInteger("nicotask.simulation.schedules", 2_500);
    private static final int ENOUGH_FOR_EVERY_FAULT = 2_000;
    private static final long FIRST = Long.getLong("nicotask.simulation.first", 1);
    private static final String SEED = "nicotask.simulation.seed";

    @Test
    void no_schedule_breaks_an_invariant() {
        assertSound(SOME);
    }

    @Tag("deep")
    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    void many_schedules_break_no_invariant_and_inject_every_fault() {
        SimulationCampaign run = assertSound(MANY);

        TestReport.named("hardware-fault-matrix").add(run.hardwareFaults().toString());
        if (run.schedules() >= ENOUGH_FOR_EVERY_FAULT) {
            assertThat(run.coverage().edges().values())
                    .as("how often each legal edge was taken")
                    .doesNotContain(0L);
            assertThat(run.fired().keySet())
                    .as("faults that were injected")
                    .containsExactlyInAnyOrder(SimulatedFault.values());
            assertThat(run.hardwareFaults().missing())
                    .as("faults that struck no task with a begun step")
                    .isEmpty();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = SEED, matches = ".+")
    void a_given_schedule_breaks_no_invariant() {
        long seed = Long.getLong(SEED);
        assertThat(writeTrace(seed).violation()).as(() -> descriptionOf(seed)).isNull();
    }

    @Test
    void the_same_seed_gives_the_same_schedule() {
        try (MutedLogs mutedLogs = new MutedLogs()) {
            for (long seed = 1; seed <= 5; seed++) {
                assertThat(SimulationRun.run(seed, Defect::none, true).trace())
                        .isNotEmpty()
                        .isEqualTo(SimulationRun.run(seed, Defect::none, true).trace());
            }
        }
    }

    private static SimulationCampaign assertSound(int schedules) {
        SimulationCampaign run = new SimulationCampaign(Defect::none);
        long begun = System.nanoTime();

        try (MutedLogs mutedLogs = new MutedLogs()) {
            run.upTo(schedules, FIRST);
        }

        run.matrixCounts().forEach((fault, times) -> FiredFaults.count(fault, Layer.SIMULATOR, times));
        FiredFaults.count(SEVERAL_REPLICAS, Layer.SIMULATOR, run.schedules());
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);
        TestReport.named("simulated-schedules").add(run.summary() + "\nTook " + taken.toSeconds() + " s");
        Outcome violated = run.violated();
        assertThat(violated == null ? null : writeTrace(violated.seed()).violation())
                .as(() -> violated == null ? "" : descriptionOf(violated.seed()))
                .isNull();
        return run;
    }

    private static Outcome writeTrace(long seed) {
        try (MutedLogs mutedLogs = new MutedLogs()) {
            Outcome outcome = SimulationRun.run(seed, Defect::none, true);
            reportOf(seed)
                    .add("virtual s fiber                      event\n"
                            + String.join("\n", outcome.trace())
                            + "\n"
                            + Objects.requireNonNullElse(outcome.violation(), "No invariant is violated"));
            return outcome;
        }
    }

    private static String descriptionOf(long seed) {
        return "violation in the schedule of seed " + seed + ", traced in task-application/" + reportOf(seed)
                + "; to run it again: mvn test -pl task-application -am -Dtest=SimulatorTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -D" + SEED + "=" + seed;
    }

    private static TestReport reportOf(long seed) {
        return TestReport.named("schedule-" + seed);
    }
}
