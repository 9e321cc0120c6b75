package io.nicotask.application.simulation;

import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SITE;

import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.GetTask;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Clients that submit, cancel and read tasks, sometimes the same one at once, and repeat a request that got no answer.
 */
final class SimulatedClients {

    private static final List<Operation> OPERATIONS = List.of(Operation.POWER_ON, Operation.UPGRADE);

    private final SimulatedWorld world;
    private final SeededRandom random;
    private final AnswerInvariants answers;
    private final List<SubmitTask.Command> submits = new ArrayList<>();
    private final int maxPause;
    private int remaining;

    SimulatedClients(SimulatedWorld world, AnswerInvariants answers) {
        this.world = world;
        this.random = world.random;
        this.answers = answers;
        this.remaining = random.between(6, 30);
        this.maxPause = random.pick(List.of(300, 2_500));
    }

    /** Runs one client. */
    void run() {
        while (remaining > 0) {
            remaining--;
            world.scheduler.sleep(random.between(0, maxPause));
            act(random.nextInt(100));
        }
    }

    /** Makes the clients send no new request. */
    void stop() {
        remaining = 0;
    }

    private void act(int what) {
        boolean nothingThere = world.truth.idsGiven() == 0;
        if (nothingThere || what < 40) {
            submit(
                    submits.isEmpty() || !world.faults.injects(SimulatedFault.REQUEST_REPEATED, 8)
                            ? newSubmit()
                            : random.pick(submits));
        } else if (what < 70) {
            cancel(toCancel());
        } else {
            get(GroundTruth.task(random.between(1, world.truth.idsGiven())));
        }
    }

    /** Any task, or one that runs. */
    private TaskId toCancel() {
        List<TaskId> running = world.truth.tasks().stream()
                .filter(task -> task.status() == TaskStatus.RUNNING)
                .map(Task::id)
                .toList();
        return running.isEmpty() || random.chance(700)
                ? GroundTruth.task(random.between(1, world.truth.idsGiven()))
                : random.pick(running);
    }

    private void submit(SubmitTask.Command command) {
        submits.add(command);
        send(command.idempotencyKey() != null, () -> world.useCases.submit().submit(command), (result, since) -> {
            answers.checkSubmit(command, (SubmitTask.Result) result, since);
            if (result instanceof SubmitTask.Result.Submitted submitted) {
                world.services.start(submitted.view());
            }
        });
    }

    void cancel(TaskId task) {
        CancelTask.Command command = new CancelTask.Command(new RequestContext(CALLER, ORG, ORIGIN), SITE, task, null);
        send(true, () -> world.useCases.cancel().cancel(command), (result, since) -> {
            answers.checkCancel(task, (CancelTask.Result) result, since);
            if (result instanceof CancelTask.Result.Cancelled cancelled) {
                world.services.stop(cancelled.view());
            }
        });
    }

    private void get(TaskId task) {
        GetTask.Command command = new GetTask.Command(new RequestContext(CALLER, ORG, ORIGIN), SITE, task);
        send(
                false,
                () -> world.useCases.get().get(command),
                (result, since) -> answers.checkGet(task, (GetTask.Result) result, since));
    }

    /** Sends a request, and repeats it while its outcome is unknown. */
    private void send(boolean untilKnown, Supplier<Object> request, AnswerCheck check) {
        boolean known = false;
        do {
            long since = world.committed.moment();
            Object result = trySend(request);
            if (result != null) {
                check.accept(result, since);
                known = true;
            } else {
                world.scheduler.sleep(random.between(50, 1_500));
            }
        } while (!known && untilKnown);
    }

    /** Returns the answer, or null if none came: the store was unavailable, or the server crashed. */
    private @Nullable Object trySend(Supplier<Object> request) {
        try {
            return request.get();
        } catch (StoreUnavailable unknown) {
            return null;
        } catch (ProcessHalted server) {
            world.revive();
            return null;
        }
    }

    private SubmitTask.Command newSubmit() {
        ComponentSelection components = random.chance(600)
                ? ComponentSelection.WHOLE_RACK
                : new ComponentSelection(Map.of(
                        ComponentType.COMPUTE,
                        Set.of(ScriptedHardware.component(ComponentType.COMPUTE, random.between(1, 2)))));
        TaskRequest request = new TaskRequest(
                SITE,
                new RackId(new UUID(2, random.between(1, world.racks))),
                random.pick(OPERATIONS),
                components,
                "",
                null);
        ConflictStrategy conflictStrategy =
                random.chance(800) ? new ConflictStrategy.Queue(random.between(2, 90)) : new ConflictStrategy.Reject();
        String key = random.chance(700) ? "key-" + submits.size() : null;
        return new SubmitTask.Command(new RequestContext(CALLER, ORG, ORIGIN), request, conflictStrategy, key);
    }

    /** Checks the answer to a request that was sent at a moment. */
    @FunctionalInterface
    private interface AnswerCheck {

        void accept(Object result, long since);
    }
}
