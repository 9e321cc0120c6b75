package io.nicotask.application.simulation;

import static io.nicotask.faults.Fault.SEVERAL_REPLICAS;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.simulation.Schedule.Outcome;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of schedules over the sound system. {@code -Dnicotask.simulation.schedules=100000} runs as many as wanted,
 * {@code -Dnicotask.simulation.first=…} begins with another seed, and {@code -Dnicotask.simulation.seed=…} shows one
 * schedule step by step.
 */
final class SimulatorTest {

    private static final int SCHEDULES = Integer.getInteger("nicotask.simulation.schedules", 2_500);
    private static final long FIRST = Long.getLong("nicotask.simulation.first", 1);

    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    void no_schedule_breaks_an_invariant() {
        Campaign run = new Campaign(Defect::none);
        long begun = System.nanoTime();

        try (Quiet quiet = new Quiet()) {
            if (Long.getLong("nicotask.simulation.seed") == null) {
                run.upTo(SCHEDULES, FIRST);
            } else {
                run.upTo(1, Long.getLong("nicotask.simulation.seed"));
                show(Schedule.run(Long.getLong("nicotask.simulation.seed"), Defect::none, true));
            }
        }

        run.met().forEach((fault, times) -> FiredFaults.count(fault, Layer.SIMULATOR, times));
        FiredFaults.count(SEVERAL_REPLICAS, Layer.SIMULATOR, run.schedules());
        System.out.println(run.summary());
        System.out.println("Took " + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s");
        Outcome violated = run.violated();
        if (violated != null) {
            show(Schedule.run(violated.seed(), Defect::none, true));
        }
        assertThat(violated).isNull();
        if (run.schedules() >= 2_000) {
            assertThat(run.coverage().edges().values())
                    .as("every legal edge was taken")
                    .doesNotContain(0L);
            assertThat(run.fired().keySet()).as("every fault has fired").containsExactlyInAnyOrder(Fault.values());
        }
    }

    @Test
    void the_same_seed_gives_the_same_schedule_again() {
        try (Quiet quiet = new Quiet()) {
            for (long seed = 1; seed <= 5; seed++) {
                assertThat(Schedule.run(seed, Defect::none, true).trace())
                        .isNotEmpty()
                        .isEqualTo(Schedule.run(seed, Defect::none, true).trace());
            }
        }
    }

    private static void show(Outcome outcome) {
        outcome.trace().forEach(System.out::println);
        System.out.println("Seed " + outcome.seed() + ": " + outcome.violation());
        System.out.println("Run it again by -Dnicotask.simulation.seed=" + outcome.seed());
    }
}
