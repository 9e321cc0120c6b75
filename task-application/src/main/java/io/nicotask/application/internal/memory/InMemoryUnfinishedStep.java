package io.nicotask.application.internal.memory;

import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.UnfinishedSteps.Observation;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.UnfinishedSteps.UnfinishedStep;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.stop.StepStatus;
import io.nicotask.domain.value.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A step that may act.
 *
 * @param status what is known of it
 */
record InMemoryUnfinishedStep(
        StepKey key, InterruptPolicy interruptPolicy, FencingToken fencingToken, StepStatus status) {

    static InMemoryUnfinishedStep begun(
            StepKey key, InterruptPolicy interruptPolicy, FencingToken fencingToken, Instant now, Instant deadline) {
        return new InMemoryUnfinishedStep(
                key, interruptPolicy, fencingToken, new StepStatus(key.type(), now, deadline, now, Map.of(), null));
    }

    InMemoryUnfinishedStep taskEnded(Instant now) {
        return with(status.observed(true, status.unknown(), status.cause(), now));
    }

    InMemoryUnfinishedStep observed(Observation observation, Instant now) {
        return with(status.observed(observation.isKnown(), observation.unknown(), observation.cause(), now));
    }

    private InMemoryUnfinishedStep with(StepStatus next) {
        return new InMemoryUnfinishedStep(key, interruptPolicy, fencingToken, next);
    }

    UnfinishedStep toPort(SiteId site, Instant now) {
        return new UnfinishedStep(site, key, interruptPolicy, fencingToken, Duration.between(status.knownAt(), now));
    }
}
