package io.nicotask.domain.stop;

import io.nicotask.domain.stop.StopState.StopInstants;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds stops from what is known of them: {@code aStop().closed().at(LATE).build()}. */
public final class StopFixtures {

    public static final TaskId TASK = new TaskId(new UUID(4, 1));
    public static final Instant DECIDED = Instant.parse("2026-06-01T12:00:00Z");
    public static final Duration ATTENTION_AFTER = Stop.ATTENTION_AFTER;

    /** Within the time in which a stop needs no attention. */
    public static final Instant SOON = DECIDED.plusSeconds(5);

    /** After that time. */
    public static final Instant LATE = DECIDED.plus(ATTENTION_AFTER).plusNanos(1);

    private static final Instant BEGUN = DECIDED.minusSeconds(30);
    private static final Instant DEADLINE = DECIDED.plusSeconds(600);

    private @Nullable Instant engineClosed;
    private @Nullable Instant rackFree;
    private @Nullable Instant resolved;
    private List<StepStatus> steps = List.of();
    private Instant asOf = SOON;

    private StopFixtures() {}

    /** A stop whose task still holds its rack and has no unfinished step. */
    public static StopFixtures aStop() {
        return new StopFixtures();
    }

    /** A step that was observed at the instant, and is within its limit until ten minutes after the decision. */
    public static StepStatus aStepKnownAt(Instant knownAt) {
        return new StepStatus(ComponentType.COMPUTE, BEGUN, DEADLINE, knownAt, Map.of(), "1 of 1 has not ended");
    }

    public static StepStatus aStepWithDeadline(Instant deadline, Instant knownAt) {
        return new StepStatus(ComponentType.COMPUTE, BEGUN, deadline, knownAt, Map.of(), null);
    }

    public static StepStatus aStepBegunAt(Instant begun) {
        return new StepStatus(ComponentType.COMPUTE, begun, DEADLINE, begun, Map.of(), null);
    }

    public static StepStatus aStepOfUnknownStatus(Instant knownAt) {
        Map<ComponentId, String> unknown = Map.of(new ComponentId(new UUID(9, 1)), "cut off");
        return new StepStatus(ComponentType.COMPUTE, BEGUN, DEADLINE, knownAt, unknown, null);
    }

    public StopFixtures closed() {
        return closed(DECIDED.plusSeconds(2));
    }

    public StopFixtures closed(@Nullable Instant at) {
        engineClosed = at;
        return this;
    }

    public StopFixtures resolved() {
        return resolved(DECIDED.plusSeconds(3));
    }

    public StopFixtures resolved(@Nullable Instant at) {
        resolved = at;
        return this;
    }

    public StopFixtures withRackFree() {
        return withRackFree(DECIDED.plusSeconds(1));
    }

    public StopFixtures withRackFree(@Nullable Instant at) {
        rackFree = at;
        return this;
    }

    public StopFixtures with(StepStatus... unfinished) {
        return with(List.of(unfinished));
    }

    public StopFixtures with(List<StepStatus> unfinished) {
        steps = unfinished;
        return this;
    }

    public StopFixtures at(Instant now) {
        asOf = now;
        return this;
    }

    public Stop build() {
        StopInstants instants = new StopInstants(DECIDED, engineClosed, null, null, rackFree, resolved);
        return Stop.rehydrated(TASK, instants, steps, asOf, ATTENTION_AFTER);
    }
}
