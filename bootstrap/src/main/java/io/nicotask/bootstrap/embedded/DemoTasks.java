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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Tasks for a new user to look at and to cancel, submitted through the use case like any other. */
public final class DemoTasks {

    private static final int LONG_RUNNING = 4;

    private final SubmitTask submitTask;
    private final TaskListing listing;
    private final TaskScope scope;

    public DemoTasks(SubmitTask submitTask, TaskListing listing, TaskScope scope) {
        this.submitTask = submitTask;
        this.listing = listing;
        this.scope = scope;
    }

    /** Tops up to four tasks that run for twelve minutes, and adds one that will succeed and one that will fail. */
    public void start() {
        long running = longRunning().size();
        for (long number = running + 1; number <= LONG_RUNNING; number++) {
            submit(new RackId(UUID.randomUUID()), Operation.UPGRADE, "Demo: firmware upgrade, runs for 12 minutes");
        }
        submit(new RackId(UUID.randomUUID()), Operation.POWER_ON, "Demo: power on, succeeds after 20 seconds");
        submit(SimulatedRack.BROKEN, Operation.POWER_ON, "Demo: power on, fails after 20 seconds");
    }

    /** The open tasks of the demo site, those that run for minutes first. */
    public List<Task> open() {
        List<Task> open = new ArrayList<>(longRunning());
        open.addAll(openTasks().stream().filter(task -> !isLongRunning(task)).toList());
        return open;
    }

    private List<Task> longRunning() {
        return openTasks().stream().filter(DemoTasks::isLongRunning).toList();
    }

    private List<Task> openTasks() {
        return listing.open(scope, 100);
    }

    private static boolean isLongRunning(Task task) {
        return task.request().operation().type() == Operation.Type.FIRMWARE_CONTROL;
    }

    private void submit(RackId rack, Operation operation, String description) {
        Caller caller = new Caller(
                new Subject("demo"),
                Caller.Profile.EMPTY,
                Map.of(DemoOrg.NAME, Set.of(new Role("PROVIDER_ADMIN"))));
        SubmitTaskCommand command = new SubmitTaskCommand(
                caller,
                DemoOrg.NAME,
                new Work(scope.site(), rack, operation, description),
                new RequestOrigin("demo", ""));
        switch (submitTask.submit(command)) {
            case SubmitTaskResult.Submitted submitted -> {}
            case SubmitTaskResult.Denied denied ->
                throw new IllegalStateException("The demo org may not submit: " + denied.reason());
        }
    }
}
