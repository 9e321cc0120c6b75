package io.nicotask.bootstrap.embedded;

import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskQueries.Reports;
import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.bootstrap.hardware.SimulatedRack;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Demo tasks for a new user to read and cancel, submitted through the use case. */
public final class DemoTasks {

    private static final int LONG_RUNNING = 4;
    private static final int MANY = 100;
    private static final int MAX_POLLS = 50;
    private static final int AN_HOUR = 3_600;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(DemoTasks.class);
    private static final Caller CALLER = new Caller(
            new Subject("demo"), Caller.Profile.EMPTY, Map.of(DemoOrg.NAME, Set.of(new Role("PROVIDER_ADMIN"))));

    private final SubmitTask submitTask;
    private final TaskQueries queries;
    private final TaskScope scope;

    public DemoTasks(SubmitTask submitTask, TaskQueries queries, TaskScope scope) {
        this.submitTask = submitTask;
        this.queries = queries;
        this.scope = scope;
    }

    /**
     * Tops up to four tasks that run for twelve minutes, and adds one that waits for the first of them, one that
     * flashes firmware, one that succeeds and one that fails. Waits at most five seconds until none is Pending, so that
     * the user sees them running.
     *
     * @param engineIsNew whether the engine has just started empty, so that no earlier task is still running
     * @return the tasks that run for minutes, then the others
     */
    public List<Task> start(boolean engineIsNew) {
        List<Task> tasks = new ArrayList<>(engineIsNew ? List.of() : longRunning());
        while (tasks.size() < LONG_RUNNING) {
            submit(newRack(), Operation.BRING_UP, "Demo: bring-up, runs for 12 minutes")
                    .ifPresent(tasks::add);
        }
        RackId busy = tasks.getFirst().spec().rack();
        Stream.of(
                        submit(busy, Operation.POWER_OFF, "Demo: power off, waits for the rack of the first task"),
                        submit(newRack(), Operation.UPGRADE, "Demo: firmware upgrade, its steps are finished first"),
                        submit(newRack(), Operation.POWER_ON, "Demo: power on, succeeds after 20 seconds"),
                        submit(SimulatedRack.BROKEN, Operation.POWER_ON, "Demo: power on, fails after half a minute"))
                .flatMap(Optional::stream)
                .forEach(tasks::add);
        return started(tasks);
    }

    private List<Task> started(List<Task> submitted) {
        List<Task> tasks = submitted;
        for (int poll = 1; poll <= MAX_POLLS; poll++) {
            tasks = tasks.stream().map(this::reload).toList();
            if (tasks.stream().noneMatch(task -> task.status() == TaskStatus.PENDING)) {
                return tasks;
            }
            pause();
        }
        LOG.warn("Some demo tasks are still Pending");
        return tasks;
    }

    private Task reload(Task task) {
        return queries.find(scope, task.id()).orElseThrow().task();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Task> longRunning() {
        return queries.page(scope, new TaskList.Site(), true, 1, MANY, Reports.OMITTED).tasks().stream()
                .filter(task -> task.spec().operation() == Operation.BRING_UP)
                .toList();
    }

    private static RackId newRack() {
        return new RackId(UUID.randomUUID());
    }

    /** Queues the task behind a conflicting one; returns nothing when the queue is full, as after many restarts. */
    private Optional<Task> submit(RackId rack, Operation operation, String description) {
        TaskRequest request =
                new TaskRequest(scope.site(), rack, operation, ComponentSelection.WHOLE_RACK, description, null);
        SubmitTask.Command command = new SubmitTask.Command(
                new RequestContext(CALLER, DemoOrg.NAME, new RequestOrigin("demo", "")),
                request,
                new ConflictStrategy.Queue(AN_HOUR),
                null);
        return switch (submitTask.submit(command)) {
            case SubmitTask.Result.Submitted submitted ->
                Optional.of(submitted.view().task());
            case SubmitTask.Result.Conflict conflicting -> throw refusedDemoTask(conflicting);
            case SubmitTask.Result.RetiredSite retired -> throw refusedDemoTask(retired);
            case SubmitTask.Result.QueueFull full -> Optional.empty();
            case SubmitTask.Result.UnknownRule unknown -> throw refusedDemoTask(unknown);
            case SubmitTask.Result.KeyReused reused -> throw refusedDemoTask(reused);
            case SubmitTask.Result.Denied denied -> throw refusedDemoTask(denied);
        };
    }

    private static IllegalStateException refusedDemoTask(SubmitTask.Result result) {
        return new IllegalStateException("A demo task was refused: " + result);
    }
}
