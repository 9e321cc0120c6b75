package io.nicotask.application.worker;

import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.internal.work.EngineCircuitBreakers;
import io.nicotask.application.internal.work.WorkDispatcher;
import io.nicotask.application.internal.work.WorkHandler.Outcome;
import io.nicotask.application.port.Change.LateOutcome;
import io.nicotask.application.port.Change.StepEnded;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.UnfinishedSteps.Observation;
import io.nicotask.application.port.UnfinishedSteps.UnfinishedStep;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.WorkflowRun;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.TextConstraints;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Quiesces a step of an ended task, outside of any transaction, and records the answer. */
final class DrainObserver implements ObserveSteps {

    /** The interval of observations while a step acts, and during the first minute of an unknown status. */
    private static final Duration OFTEN = Duration.ofSeconds(1);

    private static final Duration SELDOM = Duration.ofMinutes(1);

    /** Observers call hardware of their own, so that retries need not be spread. */
    private static final RandomGenerator NO_JITTER = () -> 0;

    private static final Logger LOG = System.getLogger(DrainObserver.class.getName());

    private final Ports ports;
    private final RackHardware hardware;
    private final TaskStorage storage;
    private final RackScheduler scheduler;
    private final WorkDispatcher dispatcher;

    DrainObserver(Ports ports, RackHardware hardware) {
        this.ports = ports;
        this.hardware = hardware;
        this.storage = ports.storage();
        this.scheduler = new RackScheduler(ports.conflicts(), ports.clock());
        this.dispatcher = new WorkDispatcher(
                ports.queue(),
                new EngineCircuitBreakers(ports.clock()),
                Map.of(Kind.OBSERVE_STEPS, this::observe),
                ports.clock(),
                NO_JITTER);
    }

    @Override
    public List<Runnable> claimDue(Set<SiteId> sites, int limit) {
        return dispatcher.claimDue(sites, limit);
    }

    private Outcome observe(WorkItem item) {
        return ports.access()
                .forSystem(item.site())
                .map(scope -> observe(scope, item.task()))
                .orElseGet(Outcome.Done::new);
    }

    /** Observes the steps of an ended task once, and decides when to do so again. */
    private Outcome observe(TaskScope scope, TaskId task) {
        return ports.tasks()
                .find(scope, task)
                .map(TaskView::task)
                .filter(ended -> ended.status().isTerminal())
                .flatMap(ended -> ports.unfinishedSteps().find(scope, task).stream()
                        .flatMap(step -> observe(scope, ended, step).stream())
                        .min(Comparator.naturalOrder()))
                .<Outcome>map(Outcome.Later::new)
                .orElseGet(Outcome.Done::new);
    }

    /** Observes the steps of the run once, without a claim. Does nothing while the task is open. */
    void observeOnce(WorkflowRunRef workflowRun) {
        try {
            Optional<Outcome> outcome =
                    ports.access().forSystem(workflowRun.site()).map(scope -> observe(scope, workflowRun.task()));
            LOG.log(Level.DEBUG, () -> "Observed the steps of " + workflowRun + ": " + outcome);
        } catch (StoreUnavailable unavailable) {
            LOG.log(
                    Level.DEBUG,
                    () -> "The steps of " + workflowRun + " are left to the background observers",
                    unavailable);
        }
    }

    /** Observes a step; returns when it has to be observed again, empty when it has ended. */
    private Optional<Duration> observe(TaskScope scope, Task ended, UnfinishedStep step) {
        Map<ComponentId, ComponentStatus> answers;
        try {
            answers = quiesce(ended, step);
        } catch (RuntimeException unreachable) {
            LOG.log(Level.DEBUG, () -> "The hardware gives no answer for " + step, unreachable);
            String cause = TextConstraints.errorLine(String.valueOf(unreachable.getMessage()));
            return record(scope, step, new Observation(false, Map.of(), step.key() + ": " + cause));
        }
        if (answers.values().stream().allMatch(StepExecution::isOver)) {
            end(scope, ended, step, answers);
            return Optional.empty();
        }
        return record(scope, step, observationOf(step, answers));
    }

    /** Calls the hardware; a component without an answer has an unknown status. */
    private Map<ComponentId, ComponentStatus> quiesce(Task ended, UnfinishedStep step) {
        RackId rack = ended.spec().rack();
        Set<ComponentId> components =
                StepExecution.componentsOf(ended.spec(), step.key().type(), hardware);
        WorkflowRun run = Objects.requireNonNull(ended.state().runOrNull(), "A task with a step has had a run");
        Map<ComponentId, ComponentStatus> answers = new HashMap<>();
        components.forEach(
                component -> answers.put(component, new ComponentStatus.Unknown("The hardware does not know it")));
        answers.putAll(hardware.quiesce(new HardwareCommand(
                ended.id(),
                run.id(),
                0,
                step.fencingToken().forQuiesce(),
                rack,
                ended.spec().operation(),
                step.key().stage(),
                step.key().type(),
                components,
                step.interruptPolicy(),
                1)));
        return answers;
    }

    /** Ends the step, and schedules the rack, which may be free now. */
    private void end(TaskScope scope, Task ended, UnfinishedStep step, Map<ComponentId, ComponentStatus> answers) {
        RackId id = ended.spec().rack();
        WorkflowRun run = Objects.requireNonNull(ended.state().runOrNull(), "A task with a step has had a run");
        String result = step.key() + ": " + StepExecution.succeeded(answers) + " succeeded, "
                + StepExecution.failed(answers) + " failed";
        Instant now = ports.clock().instant();
        storage.decideOnRack(
                scope,
                id,
                rack -> scheduler
                        .schedule(id, rack.with(ended.id(), held -> held.withoutStep(step.key())))
                        .asDecision()
                        .after(List.of(new StepEnded(step.key(), new LateOutcome(ended.id(), run.id(), result, now)))));
    }

    private Optional<Duration> record(TaskScope scope, UnfinishedStep step, Observation observation) {
        ports.unfinishedSteps().recordObservation(scope, step.key(), observation);
        boolean often = observation.isKnown() || step.unknownFor().compareTo(SELDOM) < 0;
        return Optional.of(often ? OFTEN : SELDOM);
    }

    private static Observation observationOf(UnfinishedStep step, Map<ComponentId, ComponentStatus> answers) {
        Map<ComponentId, String> unknown = new HashMap<>();
        answers.forEach((component, status) -> {
            if (status instanceof ComponentStatus.Unknown why) {
                unknown.put(component, TextConstraints.errorLine(why.reason()));
            }
        });
        if (!unknown.isEmpty()) {
            return new Observation(false, unknown, null);
        }
        long open = answers.values().stream()
                .filter(status -> !StepExecution.isOver(status))
                .count();
        String cause = step.key() + ": " + open + " of " + answers.size() + " components have not ended";
        return new Observation(true, unknown, cause);
    }
}
