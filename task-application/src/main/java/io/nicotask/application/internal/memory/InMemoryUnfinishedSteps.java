package io.nicotask.application.internal.memory;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

import io.nicotask.application.port.UnfinishedSteps;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

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
    public List<UnfinishedStep> claimDue(Set<SiteId> sites, int limit, Duration delay) {
        Instant now = clock.instant();
        return store.use(contents -> {
            List<InMemoryUnfinishedStep> due = contents.steps.values().stream()
                    .filter(step -> step.isDue(now)
                            && sites.contains(contents.siteOf(step.key().task())))
                    .sorted(comparing(step -> requireNonNull(step.nextCheckAt())))
                    .limit(limit)
                    .toList();
            due.forEach(step -> contents.steps.put(step.key(), step.dueAt(now.plus(delay))));
            return due.stream()
                    .map(step -> step.toPort(contents.siteOf(step.key().task()), now))
                    .toList();
        });
    }

    @Override
    public void recordObservation(TaskScope scope, StepKey step, Observation observation, Duration nextCheck) {
        Instant now = clock.instant();
        store.use(contents -> contents.task(scope, step.task())
                .map(task -> contents.steps.computeIfPresent(
                        step, (key, unfinished) -> unfinished.observed(observation, now, now.plus(nextCheck)))));
    }
}
