package io.nicotask.application.simulation;

import static io.nicotask.application.TestSite.CALLER;
import static io.nicotask.application.TestSite.ORG;
import static io.nicotask.application.TestSite.ORIGIN;
import static io.nicotask.application.TestSite.SITE;

import io.nicotask.application.cancel.CancelTaskCommand;
import io.nicotask.application.cancel.CancelTaskResult;
import io.nicotask.application.get.GetTaskCommand;
import io.nicotask.application.get.GetTaskResult;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.submit.SubmitTaskCommand;
import io.nicotask.application.submit.SubmitTaskCommand.IfBusy;
import io.nicotask.application.submit.SubmitTaskCommand.Work;
import io.nicotask.application.submit.SubmitTaskResult;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Those who submit, cancel and look, some of them the same thing at once; who gets no answer asks again. */
final class Clients {

    private static final List<Operation> OPERATIONS = List.of(Operation.POWER_ON, Operation.UPGRADE);

    private final World world;
    private final Dice dice;
    private final AnswerLaws answers;
    private final List<SubmitTaskCommand> submits = new ArrayList<>();
    private final int haste;
    private int left;

    Clients(World world, AnswerLaws answers) {
        this.world = world;
        this.dice = world.dice;
        this.answers = answers;
        this.left = dice.between(6, 30);
        this.haste = dice.oneOf(List.of(300, 2_500));
    }

    /** What one client does, again and again. */
    void live() {
        while (left > 0) {
            left--;
            world.scheduler.sleep(dice.between(0, haste));
            act(dice.below(100));
        }
    }

    /** Nothing new is wished for from now on. */
    void goHome() {
        left = 0;
    }

    private void act(int what) {
        boolean nothingThere = world.ground.idsGiven() == 0;
        if (nothingThere || what < 40) {
            submit(
                    submits.isEmpty() || !world.faults.strikes(Fault.REQUEST_REPEATED, 8)
                            ? fresh()
                            : dice.oneOf(submits));
        } else if (what < 70) {
            cancel(Ground.task(dice.between(1, world.ground.idsGiven())));
        } else {
            get(Ground.task(dice.between(1, world.ground.idsGiven())));
        }
    }

    private void submit(SubmitTaskCommand command) {
        submits.add(command);
        answered(
                command.key() != null,
                () -> world.useCases.submit().submit(command),
                (result, since) -> answers.submitted(command, (SubmitTaskResult) result, since));
    }

    private void cancel(TaskId task) {
        CancelTaskCommand command = new CancelTaskCommand(CALLER, ORG, SITE, task, null, ORIGIN);
        answered(true, () -> world.useCases.cancel().cancel(command), (result, since) -> {
            answers.cancelled(task, (CancelTaskResult) result, since);
            if (result instanceof CancelTaskResult.Cancelled && dice.chance(500)) {
                world.loops.deliverNow(task);
            }
        });
    }

    private void get(TaskId task) {
        GetTaskCommand command = new GetTaskCommand(CALLER, ORG, SITE, task, ORIGIN);
        answered(
                false,
                () -> world.useCases.get().get(command),
                (result, since) -> answers.found(task, (GetTaskResult) result, since));
    }

    /** Asks, and asks again when it is not known what came of it. */
    private void answered(boolean untilKnown, Supplier<Object> wish, Hearing hearing) {
        boolean known = false;
        do {
            long since = world.ledger.moment();
            Object result = asked(wish);
            if (result != null) {
                hearing.hear(result, since);
                known = true;
            } else {
                world.scheduler.sleep(dice.between(50, 1_500));
            }
        } while (!known && untilKnown);
    }

    /** The answer, or null when none has come: the store was away, or the server died. */
    private @Nullable Object asked(Supplier<Object> wish) {
        try {
            return wish.get();
        } catch (StoreUnavailable unknown) {
            return null;
        } catch (Halted server) {
            world.revive();
            return null;
        }
    }

    private SubmitTaskCommand fresh() {
        Components components = dice.chance(600)
                ? Components.WHOLE_RACK
                : new Components(Map.of(
                        ComponentType.COMPUTE,
                        Set.of(ScriptedHardware.component(ComponentType.COMPUTE, dice.between(1, 2)))));
        Work work = new Work(
                SITE,
                new RackId(new UUID(2, dice.between(1, world.racks))),
                dice.oneOf(OPERATIONS),
                components,
                "",
                null);
        IfBusy ifBusy = dice.chance(800) ? new IfBusy.Queue(dice.between(2, 90)) : new IfBusy.Reject();
        String key = dice.chance(700) ? "key-" + submits.size() : null;
        return new SubmitTaskCommand(CALLER, ORG, work, ifBusy, key, ORIGIN);
    }

    /** Judges an answer to what was asked since a moment. */
    @FunctionalInterface
    private interface Hearing {

        void hear(Object result, long since);
    }
}
