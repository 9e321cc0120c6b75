package io.nicotask.domain.stop;

import io.nicotask.domain.stop.StopState.AttentionCause;
import io.nicotask.domain.value.ClockStep;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a step that has begun and was not seen to end.
 *
 * @param type the type of its components
 * @param begun when it began
 * @param deadline when it is over its time limit
 * @param knownAt when its status was last known: at its beginning, at the end of its task, and at each observation that
 *     found it
 * @param unknown the components whose status the hardware does not know, with the reasons
 * @param cause why it had not ended at the last observation, or null when there is nothing to say
 */
public record StepStatus(
        ComponentType type,
        Instant begun,
        Instant deadline,
        Instant knownAt,
        Map<ComponentId, String> unknown,
        @Nullable String cause) {

    public StepStatus {
        unknown = Map.copyOf(unknown);
    }

    StepStatus taskEnded(Instant now) {
        return observed(true, unknown, cause, now);
    }

    /**
     * Returns the step after an observation. When the clock was set back since its status was last known, its deadline is
     * moved back as far.
     *
     * @param isKnown whether the observation found its status
     * @param nowUnknown the components whose status the hardware does not know, with the reasons
     * @param why why it has not ended, or null when there is nothing to say
     */
    public StepStatus observed(
            boolean isKnown, Map<ComponentId, String> nowUnknown, @Nullable String why, Instant now) {
        boolean isAhead = knownAt.isAfter(now);
        return new StepStatus(
                type,
                begun,
                isAhead ? deadline.minus(Duration.between(now, knownAt)) : deadline,
                isKnown || isAhead ? now : knownAt,
                nowUnknown,
                why);
    }

    /** Returns why the step needs attention; empty while it is observed within its limit. */
    Optional<AttentionCause> attention(Instant now, Duration attentionAfter) {
        if (!unknown.isEmpty()) {
            return Optional.of(AttentionCause.COMPONENT_UNKNOWN);
        }
        if (now.isAfter(deadline)) {
            return Optional.of(AttentionCause.STEP_OVERDUE);
        }
        return now.isAfter(knownAt.plus(attentionAfter)) || ClockStep.hasHappenedSince(knownAt, now)
                ? Optional.of(AttentionCause.STEP_NOT_OBSERVED)
                : Optional.empty();
    }
}
