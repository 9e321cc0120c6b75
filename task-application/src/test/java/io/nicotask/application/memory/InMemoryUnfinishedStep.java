package io.nicotask.application.memory;

import io.nicotask.application.port.UnfinishedSteps.Observation;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.UnfinishedSteps.UnfinishedStep;
import io.nicotask.domain.operation.InterruptPolicy;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.FencingToken;
import io.nicotask.domain.value.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step that may act.
 *
 * @param deadline when it is over its time limit
 * @param knownAt when it was last known how far it is: when it began, when its task ended, and at each observation
 * @param nextCheckAt when it is due for observation, or null while its task is open
 * @param unknown the components that the hardware knew nothing of at the last observation
 * @param lastCause why it had not ended at the last observation, or null before the first
 */
record InMemoryUnfinishedStep(
        StepKey key,
        InterruptPolicy interruptPolicy,
        FencingToken fencingToken,
        Instant deadline,
        Instant knownAt,
        @Nullable Instant nextCheckAt,
        Map<ComponentId, String> unknown,
        @Nullable String lastCause) {

    boolean isDue(Instant now) {
        return nextCheckAt != null && !nextCheckAt.isAfter(now);
    }

    InMemoryUnfinishedStep dueAt(Instant next) {
        return new InMemoryUnfinishedStep(
                key, interruptPolicy, fencingToken, deadline, knownAt, next, unknown, lastCause);
    }

    InMemoryUnfinishedStep taskEnded(Instant now) {
        return new InMemoryUnfinishedStep(key, interruptPolicy, fencingToken, deadline, now, now, unknown, lastCause);
    }

    InMemoryUnfinishedStep observed(Observation observation, Instant now, Instant next) {
        return new InMemoryUnfinishedStep(
                key,
                interruptPolicy,
                fencingToken,
                deadline,
                observation.isKnown() ? now : knownAt,
                next,
                observation.unknown(),
                observation.cause());
    }

    /** Whether a person must know of it: it is not observed, or over its limit, or the hardware does not know. */
    boolean needsAttention(Instant now, Duration attentionAfter) {
        return !unknown.isEmpty() || now.isAfter(deadline) || now.isAfter(knownAt.plus(attentionAfter));
    }

    UnfinishedStep toPort(SiteId site, Instant now) {
        return new UnfinishedStep(site, key, interruptPolicy, fencingToken, Duration.between(knownAt, now));
    }
}
