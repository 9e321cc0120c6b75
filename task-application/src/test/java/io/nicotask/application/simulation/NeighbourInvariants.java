package io.nicotask.application.simulation;

import static io.nicotask.application.SiteFixture.SITE;

import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Checks that the work of another site does not delay that of this one (32), judged by turns of dispatchers. */
final class NeighbourInvariants {

    /** In each of these turns, two servers may claim one item of the other site until its eight slots are taken. */
    private static final int TURNS = 20;

    private final InvariantChecker invariants;
    private final GroundTruth truth;

    /** For each lane, how many turns in a row claimed nothing of this site, though it had due work and a free slot. */
    private final Map<Lane, Integer> passedOver = new EnumMap<>(Lane.class);

    NeighbourInvariants(InvariantChecker invariants, GroundTruth truth) {
        this.invariants = invariants;
        this.truth = truth;
    }

    void afterTurn(List<Slots> slots, List<WorkItem> claimed) {
        slots.forEach(lane -> afterTurn(lane, claimed));
    }

    private void afterTurn(Slots slots, List<WorkItem> claimed) {
        Lane lane = slots.lane();
        boolean isServed = claimed.stream()
                .anyMatch(item -> item.kind().lane() == lane && item.site().equals(SITE));
        if (isServed || !truth.rows.isDue(SITE, lane)) {
            passedOver.remove(lane);
        } else if (slots.atSites().getOrDefault(SITE, slots.perSite()) > 0) {
            int turns = passedOver.merge(lane, 1, Integer::sum);
            invariants.check(
                    turns <= TURNS,
                    32,
                    () -> "due work in the lane " + lane + " was passed over in more than " + TURNS + " turns");
        }
    }
}
