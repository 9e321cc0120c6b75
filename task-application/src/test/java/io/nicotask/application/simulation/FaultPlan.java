package io.nicotask.application.simulation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The faults of one schedule: how likely each one is, and how often it was injected. */
final class FaultPlan {

    private static final List<Integer> RATES = List.of(3, 15, 50);
    private static final int ENABLED = 400;

    private final SeededRandom random;
    private final Map<SimulatedFault, Integer> perMille = new EnumMap<>(SimulatedFault.class);
    private final Map<SimulatedFault, Long> fired = new EnumMap<>(SimulatedFault.class);
    private final Map<io.nicotask.faults.Fault, Long> matrixCounts = new EnumMap<>(io.nicotask.faults.Fault.class);
    private boolean ended;

    /** Leaves each fault out of most schedules, so that the rest are not masked by it. */
    FaultPlan(SeededRandom random) {
        this.random = random;
        for (SimulatedFault fault : SimulatedFault.values()) {
            perMille.put(fault, random.chance(ENABLED) ? random.pick(RATES) : 0);
        }
    }

    /** Decides by chance whether to inject the fault now. */
    boolean injects(SimulatedFault fault) {
        return injects(fault, 1);
    }

    /** As {@link #injects(SimulatedFault)}, with the rate multiplied: for faults with few opportunities. */
    boolean injects(SimulatedFault fault, int timesAsLikely) {
        return injects(fault, timesAsLikely, null);
    }

    /** As above, for a fault of a call. */
    boolean injects(SimulatedFault fault, int timesAsLikely, @Nullable FaultSite where) {
        int rate = ended ? 0 : perMille.getOrDefault(fault, 0);
        boolean injects = rate > 0 && random.chance(timesAsLikely * rate);
        if (injects) {
            fired.merge(fault, 1L, Long::sum);
            countMatrixFault(FaultMatrixRow.of(fault, where));
        }
        return injects;
    }

    /** Counts a fault of the matrix. */
    void countMatrixFault(io.nicotask.faults.@Nullable Fault row) {
        if (row != null) {
            matrixCounts.merge(row, 1L, Long::sum);
        }
    }

    /** Stops all injection. */
    void endAll() {
        ended = true;
    }

    Map<SimulatedFault, Long> fired() {
        return fired;
    }

    /** How often each fault of the matrix was injected. */
    Map<io.nicotask.faults.Fault, Long> matrixCounts() {
        return matrixCounts;
    }
}
