package io.nicotask.bootstrap.embedded;

import io.nicotask.application.port.RequestOrigin;
import io.nicotask.application.port.TaskListing;
import io.nicotask.application.submit.SubmitTask;
import io.nicotask.application.submit.SubmitTaskCommand;
import io.nicotask.application.submit.SubmitTaskCommand.Work;
import io.nicotask.application.submit.SubmitTaskResult;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Role;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tasks for a new user to look at and to cancel, submitted through the use case like any other. */
public final class DemoTasks {

    private static final int LONG_RUNNING = 4;
    private static final int MANY = 100;
    private static final int LOOKS = 50;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(DemoTasks.class);
    private static final Caller CALLER = new Caller(
            new Subject("demo"), Caller.Profile.EMPTY, Map.of(DemoOrg.NAME, Set.of(new Role("PROVIDER_ADMIN"))));

    private final SubmitTask submitTask;
    private final TaskListing listing;
    private final TaskScope scope;

    public DemoTasks(SubmitTask submitTask, TaskListing listing, TaskScope scope) {
        this.submitTask = submitTask;
        this.listing = listing;
        this.scope = scope;
    }

    /**
     * Tops up to four tasks that run for twelve minutes, and adds one that will succeed and one that will fail.
     *
     * @param engineIsNew whether the engine has just started empty, so that no earlier task is running any more
     * @return those that run for minutes, then the other two
     */
    public List<TaskId> start(boolean engineIsNew) {
        List<TaskId> tasks = new ArrayList<>(engineIsNew ? List.of() : longRunning());
        while (tasks.size() < LONG_RUNNING) {
            tasks.add(submit(newRack(), Operation.UPGRADE, "Demo: firmware upgrade, runs for 12 minutes"));
        }
        tasks.add(submit(newRack(), Operation.POWER_ON, "Demo: power on, succeeds after 20 seconds"));
        tasks.add(submit(SimulatedRack.BROKEN, Operation.POWER_ON, "Demo: power on, fails after 20 seconds"));
        return tasks;
    }

    /** Waits some seconds, until all of them have begun, so that whoever is shown them sees them at work. */
    public void awaitBegun(List<TaskId> tasks, Function<TaskId, Task> find) {
        for (int look = 1; look <= LOOKS; look++) {
            if (tasks.stream().map(find).allMatch(task -> task.state().runOrNull() != null)) {
                return;
            }
            pause();
        }
        LOG.warn("Not all demo tasks have begun yet");
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<TaskId> longRunning() {
        return listing.open(scope, MANY).stream()
                .filter(task -> task.request().operation().type() == Operation.Type.FIRMWARE_CONTROL)
                .map(Task::id)
                .toList();
    }

    private static RackId newRack() {
        return new RackId(UUID.randomUUID());
    }

    private TaskId submit(RackId rack, Operation operation, String description) {
        Work work = new Work(scope.site(), rack, operation, description);
        SubmitTaskCommand command = new SubmitTaskCommand(CALLER, DemoOrg.NAME, work, new RequestOrigin("demo", ""));
        return switch (submitTask.submit(command)) {
            case SubmitTaskResult.Submitted submitted -> submitted.view().task().id();
            case SubmitTaskResult.Denied denied ->
                throw new IllegalStateException("The demo org may not submit: " + denied.reason());
        };
    }
}
