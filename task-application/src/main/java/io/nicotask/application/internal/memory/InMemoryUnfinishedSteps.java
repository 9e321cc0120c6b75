package io.nicotask.application.internal.memory;

import io.nicotask.application.port.UnfinishedSteps;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** {@link UnfinishedSteps} in memory. */
public final class InMemoryUnfinishedSteps implements UnfinishedSteps {

    private final InMemoryContents store;
    private final InstantSource clock;

    public InMemoryUnfinishedSteps(InMemoryContents store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public List<UnfinishedStep> find(TaskScope scope, TaskId task) {
        Instant now = clock.instant();
        return store.use(contents -> contents.task(scope, task).stream()
                .flatMap(found -> contents.stepsOf(task).stream())
                .map(step -> step.toPort(scope.site(), now))
                .toList());
    }

    @Override
    public void recordObservation(TaskScope scope, StepKey step, Observation observation) {
        Instant now = clock.instant();
        store.use(contents -> contents.task(scope, step.task())
                .map(task -> contents.steps.computeIfPresent(
                        step, (key, unfinished) -> unfinished.observed(observation, now)))
                .filter(observed -> !observation.unknown().isEmpty())
                .flatMap(observed -> contents.workFor(step.task(), Kind.ALERT_STOP))
                .map(alert -> {
                    contents.put(alert.with(alert.lease().dueBy(now)));
                    return alert;
                }));
    }
}
