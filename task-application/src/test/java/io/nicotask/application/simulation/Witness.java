package io.nicotask.application.simulation;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.Racks;
import io.nicotask.application.port.TaskStore;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.StartAnswer;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.Outcome;
import io.nicotask.application.port.WorkflowWatch;
import io.nicotask.domain.task.Task;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sees every call that has reached its port, and every commit, and shows them to the laws. */
final class Witness {

    private final Referee referee;
    private final TaskLaws tasks;
    private final RackLaws racks;
    private final ClaimLaws claims;
    private final EngineLaws engine;
    private final Consumer<Task> started;

    /**
     * A witness.
     *
     * @param started told of each task whose workflow was started
     */
    Witness(
            Referee referee,
            TaskLaws tasks,
            RackLaws racks,
            ClaimLaws claims,
            EngineLaws engine,
            Consumer<Task> started) {
        this.referee = referee;
        this.tasks = tasks;
        this.racks = racks;
        this.claims = claims;
        this.engine = engine;
        this.started = started;
    }

    void begun() {
        tasks.begun();
        racks.begun();
    }

    void committed() {
        tasks.committed();
        racks.committed();
        engine.look();
    }

    void rolledBack() {
        racks.rolledBack();
    }

    /** Somebody is about to make a call. */
    void asked(Twist.Call call) {
        if (call.port() == RackHardware.class && !call.is("components")) {
            racks.asked(call.argument(0));
        }
    }

    /** A call has been made, whatever its caller learns of it. */
    void heard(Twist.Call call, @Nullable Object answer) {
        if (call.port() == WorkflowEngine.class) {
            if (answer instanceof StartAnswer.Started) {
                engine.started(call.argument(0));
                started.accept(call.argument(0));
            }
        } else if (call.port() == RackHardware.class) {
            heardByHardware(call);
        } else if (call.port() == WorkflowOutbox.class || call.port() == WorkflowWatch.class) {
            claims.heard(call, answer);
            if (call.is("done") && Boolean.TRUE.equals(answer) && call.argument(1) instanceof Outcome.Delivered) {
                engine.acknowledged(call.<Claim>argument(0).task());
            }
        } else if (call.port() == RackLeases.class || call.port() == Racks.class) {
            racks.heard(call, answer);
        } else if (call.port() == TaskStore.class && call.is("update")) {
            tasks.updated(call.argument(1));
        }
    }

    /** Decisions are made in transactions; no remote call is. */
    void remoteCallInTransaction(Twist.Call call) {
        referee.breaks(27, call.name() + " was called inside a transaction");
    }

    /** A port has refused a call as a defect of its caller. */
    void misused(Twist.Call call, RuntimeException misuse) {
        referee.breaks(23, call.name() + " was misused: " + misuse);
    }

    private void heardByHardware(Twist.Call call) {
        if (call.is("advance")) {
            racks.advanced(call.argument(0));
        } else if (call.is("abort")) {
            racks.aborted(call.argument(0));
        }
    }
}
