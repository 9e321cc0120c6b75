package io.nicotask.domain.stop;

import static io.nicotask.domain.stop.StopFixtures.LATE;
import static io.nicotask.domain.stop.StopFixtures.SOON;
import static io.nicotask.domain.stop.StopFixtures.aStepKnownAt;
import static io.nicotask.domain.stop.StopFixtures.aStepOfUnknownStatus;
import static io.nicotask.domain.stop.StopFixtures.aStepWithDeadline;

import com.google.errorprone.annotations.Immutable;
import io.nicotask.domain.stop.Stop.Resolution;
import io.nicotask.domain.stop.StopState.StopEvidence;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** The evidence for a stop, one input for each case that makes a difference. */
enum StopInput {
    ENGINE_CLOSED("engineClosed", StopEvidence.ENGINE_CLOSED, stop -> stop.engineClosed(SOON, Duration.ZERO)),
    EXTERNAL_CLOSED("engineClosed", StopEvidence.ENGINE_CLOSED, stop -> stop.engineClosed(SOON, Duration.ofHours(1))),
    NO_STEP_IN_TIME("stepsObserved", StopEvidence.STEPS_OBSERVED, stop -> stop.stepsObserved(List.of(), SOON)),
    NO_STEP_TOO_LATE("stepsObserved", StopEvidence.STEPS_OBSERVED, stop -> stop.stepsObserved(List.of(), LATE)),
    STEP_OBSERVED(
            "stepsObserved",
            StopEvidence.STEPS_OBSERVED,
            stop -> stop.stepsObserved(List.of(aStepKnownAt(LATE)), LATE)),
    STEP_NOT_OBSERVED(
            "stepsObserved",
            StopEvidence.STEPS_OBSERVED,
            stop -> stop.stepsObserved(List.of(aStepKnownAt(StopFixtures.DECIDED)), LATE)),
    STEP_OVERDUE(
            "stepsObserved",
            StopEvidence.STEPS_OBSERVED,
            stop -> stop.stepsObserved(List.of(aStepWithDeadline(SOON.minusNanos(1), SOON)), SOON)),
    STEP_OF_UNKNOWN_STATUS(
            "stepsObserved",
            StopEvidence.STEPS_OBSERVED,
            stop -> stop.stepsObserved(List.of(aStepOfUnknownStatus(SOON)), SOON)),
    RACK_RELEASED("rackReleased", StopEvidence.RACK_RELEASED, stop -> stop.rackReleased(SOON)),
    RESOLVED("resolve", StopEvidence.RESOLVED, stop -> stopOf(stop.resolve(false, SOON))),
    RESOLVED_WHILE_LEASED("resolve", StopEvidence.RESOLVED, stop -> stopOf(stop.resolve(true, SOON)));

    private final String method;
    private final StopEvidence evidence;
    private final Change change;

    StopInput(String method, StopEvidence evidence, Change change) {
        this.method = method;
        this.evidence = evidence;
        this.change = change;
    }

    String method() {
        return method;
    }

    StopEvidence evidence() {
        return evidence;
    }

    Stop applyTo(Stop stop) {
        return change.apply(stop);
    }

    static Stop stopOf(Resolution resolution) {
        return switch (resolution) {
            case Resolution.Resolved resolved -> resolved.stop();
            case Resolution.AlreadyConfirmed already -> already.stop();
            case Resolution.InProgress inProgress -> inProgress.stop();
        };
    }

    @Immutable
    private interface Change extends UnaryOperator<Stop> {}
}
