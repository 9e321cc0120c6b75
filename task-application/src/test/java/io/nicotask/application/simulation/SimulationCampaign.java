package io.nicotask.application.simulation;

import static java.util.stream.Collectors.joining;

import io.nicotask.application.simulation.SimulationRun.Outcome;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs schedules one after the other and adds up what happened in them. */
final class SimulationCampaign {

    private final Defect defect;
    private final Map<SimulatedFault, Long> fired = new EnumMap<>(SimulatedFault.class);
    private final Map<io.nicotask.faults.Fault, Long> matrixCounts = new EnumMap<>(io.nicotask.faults.Fault.class);
    private final HardwareFaultMatrix hardwareFaults = new HardwareFaultMatrix();
    private final TransitionCoverage coverage = new TransitionCoverage();
    private int schedules;
    private long steps;
    private long longestConcern;
    private @Nullable Outcome violated;

    SimulationCampaign(Defect defect) {
        this.defect = defect;
    }

    /** Runs up to {@code count} schedules with consecutive seeds; stops at the first violation. */
    void upTo(int count, long firstSeed) {
        for (long seed = firstSeed; seed < firstSeed + count && violated == null; seed++) {
            Outcome outcome = SimulationRun.run(seed, defect, false);
            schedules++;
            steps += outcome.steps();
            longestConcern = Math.max(longestConcern, outcome.longestConcern());
            outcome.fired().forEach((fault, times) -> fired.merge(fault, times, Long::sum));
            outcome.matrixCounts().forEach((fault, times) -> matrixCounts.merge(fault, times, Long::sum));
            hardwareFaults.addAll(outcome.hardwareFaults());
            coverage.addAll(outcome.coverage());
            violated = outcome.violation() == null ? null : outcome;
        }
    }

    int schedules() {
        return schedules;
    }

    Map<SimulatedFault, Long> fired() {
        return fired;
    }

    /** How often each fault of the matrix was injected. */
    Map<io.nicotask.faults.Fault, Long> matrixCounts() {
        return matrixCounts;
    }

    HardwareFaultMatrix hardwareFaults() {
        return hardwareFaults;
    }

    TransitionCoverage coverage() {
        return coverage;
    }

    /** The schedule that violated an invariant, or null. */
    @Nullable
    Outcome violated() {
        return violated;
    }

    /** The totals, as reports print them. */
    String summary() {
        return "Simulated " + schedules + " schedules of " + steps
                + " steps; the longest concern after the faults took "
                + longestConcern + " ms\n"
                + coverage
                + "\n"
                + fired.entrySet().stream()
                        .map(fault -> fault.getKey().row() + " | " + fault.getValue())
                        .collect(joining("\n"));
    }
}
