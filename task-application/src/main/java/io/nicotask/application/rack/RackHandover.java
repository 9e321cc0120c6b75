package io.nicotask.application.rack;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.nicotask.application.port.Cause;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.Racks.Holder;
import io.nicotask.application.port.Racks.Occupancy;
import io.nicotask.application.port.TaskChange;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.RackQueue;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskState.Waiting;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hands racks on: takes the grants of tasks back whose work has stopped, ends what has waited too long, and gives the
 * rack to those whose turn has come. Called in every transaction that may free a rack, and by the sweep for what no
 * transaction announces (a lease that lapses, a deadline that passes); to call it once more does no harm.
 */
public final class RackHandover {

    /** How soon a rack is looked at again while the work of an ended task may still act on it. */
    private static final Duration WHILE_ACTING = Duration.ofSeconds(1);

    /** How soon a rack is looked at again while tasks wait for it, if no deadline comes first. */
    private static final Duration WHILE_WAITING = Duration.ofSeconds(5);

    private static final Actor QUEUE = Actor.system("queue");

    private final Ports ports;

    public RackHandover(Ports ports) {
        this.ports = ports;
    }

    /**
     * Settles who has the rack now. MUST be called inside a transaction.
     *
     * @param reported the task whose own worker has just reported its end, or null; its workflow counts as stopped
     * @return the rack as it is then, locked
     */
    @CanIgnoreReturnValue
    public RackQueue settle(TaskScope scope, RackId rack, @Nullable TaskId reported) {
        Occupancy occupancy = ports.racks().lock(scope, rack);
        Instant now = ports.clock().instant();
        List<Task> acting = new ArrayList<>();
        for (Holder holder : occupancy.holders()) {
            if (mayAct(holder, reported)) {
                acting.add(holder.task());
            } else {
                ports.racks().release(scope, holder.task().id());
            }
        }
        List<Task> waiting = new ArrayList<>(occupancy.waiting());
        waiting.removeIf(task -> written(scope, task, task.expire(QUEUE, now)));
        for (Task next : new RackQueue(acting, waiting, ports.conflicts()).next()) {
            promote(scope, next, now);
            waiting.remove(next);
            acting.add(next);
        }
        ports.racks().lookAgain(scope, rack, nextLook(acting, waiting, now));
        return new RackQueue(acting, waiting, ports.conflicts());
    }

    /** Gives the rack to a task that is Pending now, and asks for its start. Called under the rack's lock. */
    public void begin(TaskScope scope, Task task) {
        ports.racks().grant(scope, task);
        ports.outbox().requestStart(scope, task.id());
    }

    /** Looks after a rack for which one more task waits now. Called under the rack's lock. */
    public void await(TaskScope scope, RackQueue queue, Task task) {
        List<Task> waiting = new ArrayList<>(queue.waiting());
        waiting.add(task);
        Instant now = ports.clock().instant();
        ports.racks().lookAgain(scope, task.request().rack(), nextLook(queue.holders(), waiting, now));
    }

    /** An open task keeps its rack; an ended one until nothing of it can act any more. */
    private static boolean mayAct(Holder holder, @Nullable TaskId reported) {
        boolean stopped = holder.stopped() || holder.task().id().equals(reported);
        return !holder.task().status().isTerminal() || holder.leased() || !stopped;
    }

    private void promote(TaskScope scope, Task task, Instant now) {
        if (written(scope, task, task.promote(now))) {
            begin(scope, task);
        }
    }

    /** Writes what a task answers; whether there was anything to write. */
    private boolean written(TaskScope scope, Task before, Transition answer) {
        return switch (answer) {
            case Applied applied -> {
                ports.tasks().update(scope, new TaskChange(before, applied.task(), Cause.of(QUEUE)));
                yield true;
            }
            case AlreadyApplied already -> false;
            case Refused refused -> false;
        };
    }

    private static @Nullable Duration nextLook(List<Task> acting, List<Task> waiting, Instant now) {
        Stream<Duration> drains =
                acting.stream().filter(task -> task.status().isTerminal()).map(task -> WHILE_ACTING);
        Stream<Duration> deadlines = waiting.stream()
                .flatMap(task -> task.state() instanceof Waiting queued ? Stream.of(queued.deadline()) : Stream.empty())
                .map(deadline -> shorter(Duration.between(now, deadline), WHILE_WAITING));
        return Stream.concat(drains, deadlines).min(Duration::compareTo).orElse(null);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
