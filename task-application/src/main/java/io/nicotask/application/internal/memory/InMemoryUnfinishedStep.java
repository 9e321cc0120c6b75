package io.nicotask.application.internal.memory;

import io.nicotask.application.port.UnfinishedSteps.Observation;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.UnfinishedSteps.UnfinishedStep;
import io.nicotask.domain.operation.InterruptPolicy;
import io.nicotask.domain.stop.StepStatus;
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
 * @param status what is known of it
 * @param nextCheckAt when it is due for observation, or null while its task is open
 */
record InMemoryUnfinishedStep(
        StepKey key,
        InterruptPolicy interruptPolicy,
        FencingToken fencingToken,
        StepStatus status,
        @Nullable Instant nextCheckAt) {

    static InMemoryUnfinishedStep begun(
            StepKey key, InterruptPolicy interruptPolicy, FencingToken fencingToken, Instant now, Instant deadline) {
        return new InMemoryUnfinishedStep(
                key,
                interruptPolicy,
                fencingToken,
                new StepStatus(key.type(), now, deadline, now, Map.of(), null),
                null);
    }

    boolean isDue(Instant now) {
        return nextCheckAt != null && !nextCheckAt.isAfter(now);
    }

    InMemoryUnfinishedStep dueAt(Instant next) {
        return new InMemoryUnfinishedStep(key, interruptPolicy, fencingToken, status, next);
    }

    InMemoryUnfinishedStep taskEnded(Instant now) {
        return with(now, status.unknown(), status.cause(), now);
    }

    InMemoryUnfinishedStep observed(Observation observation, Instant now, Instant next) {
        Instant knownAt = observation.isKnown() ? now : status.knownAt();
        return with(knownAt, observation.unknown(), observation.cause(), next);
    }

    private InMemoryUnfinishedStep with(
            Instant knownAt, Map<ComponentId, String> unknown, @Nullable String cause, Instant next) {
        StepStatus known = new StepStatus(status.type(), status.begun(), status.deadline(), knownAt, unknown, cause);
        return new InMemoryUnfinishedStep(key, interruptPolicy, fencingToken, known, next);
    }

    UnfinishedStep toPort(SiteId site, Instant now) {
        return new UnfinishedStep(site, key, interruptPolicy, fencingToken, Duration.between(status.knownAt(), now));
    }
}
