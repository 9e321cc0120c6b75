package io.nicotask.domain.stop;

import io.nicotask.domain.stop.StopState.StopEvidence;
import java.util.Set;

/** The four states of a stop and the transitions between them. */
public enum StopStatus {
    /** The relay closes the workflow. */
    REQUESTED,
    /** The workflow is closed, or an operator has resolved the stop; the rack is not released yet. */
    DRAINING,
    /** Not confirmed, and an operator has to know. The relay and the observers keep trying. */
    NEEDS_ATTENTION,
    /** Nothing of the task can act any more, and its rack is released. */
    CONFIRMED;

    /**
     * Returns the states that a stop in this state may be in after the evidence; empty when the evidence is refused or
     * changes nothing.
     */
    public Set<StopStatus> after(StopEvidence evidence) {
        return switch (this) {
            case REQUESTED ->
                switch (evidence) {
                    case ENGINE_CLOSED -> Set.of(DRAINING, CONFIRMED);
                    case STEPS_OBSERVED -> Set.of(REQUESTED, NEEDS_ATTENTION);
                    case RACK_RELEASED -> Set.of(REQUESTED);
                    case RESOLVED -> Set.of();
                };
            case DRAINING ->
                switch (evidence) {
                    case ENGINE_CLOSED -> Set.of(DRAINING);
                    case STEPS_OBSERVED -> Set.of(DRAINING, NEEDS_ATTENTION);
                    case RACK_RELEASED -> Set.of(CONFIRMED);
                    case RESOLVED -> Set.of();
                };
            case NEEDS_ATTENTION ->
                switch (evidence) {
                    case ENGINE_CLOSED -> Set.of(DRAINING, NEEDS_ATTENTION, CONFIRMED);
                    case RACK_RELEASED -> Set.of(NEEDS_ATTENTION, CONFIRMED);
                    case STEPS_OBSERVED -> Set.of(REQUESTED, DRAINING, NEEDS_ATTENTION);
                    case RESOLVED -> Set.of(DRAINING, NEEDS_ATTENTION, CONFIRMED);
                };
            case CONFIRMED -> Set.of();
        };
    }
}
