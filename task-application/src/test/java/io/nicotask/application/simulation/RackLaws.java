package io.nicotask.application.simulation;

import io.nicotask.application.port.RackHardware.Order;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Epoch;
import io.nicotask.domain.task.Interruption;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.Run;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must be true of racks: who may act on them, and who did. */
final class RackLaws {

    private final Referee referee;
    private final Ground ground;
    private final Ledger ledger;
    private final Scheduler scheduler;

    /** What the open transaction has said, which counts from its commit on. */
    private final List<Runnable> said = new ArrayList<>();

    private boolean inTransaction;
    private final Map<Long, Held> leases = new HashMap<>();
    private final Map<TaskId, Task> grants = new LinkedHashMap<>();
    private final Set<TaskId> released = new HashSet<>();
    private final Map<TaskId, Epoch> epochs = new LinkedHashMap<>();
    private final Map<Place, List<TaskId>> actors = new HashMap<>();
    private final Set<Job> jobs = new HashSet<>();

    /** The one stage of an ended task of which anything may still begin. */
    private final Map<TaskId, Integer> lastStage = new HashMap<>();

    RackLaws(Referee referee, Ground ground, Ledger ledger, Scheduler scheduler) {
        this.referee = referee;
        this.ground = ground;
        this.ledger = ledger;
        this.scheduler = scheduler;
    }

    void begun() {
        said.clear();
        inTransaction = true;
    }

    void committed() {
        inTransaction = false;
        said.forEach(Runnable::run);
        said.clear();
    }

    void rolledBack() {
        inTransaction = false;
        said.clear();
    }

    void heard(Twist.Call call, @Nullable Object answer) {
        long now = scheduler.now();
        switch (call.method()) {
            case "take" -> say(() -> taken((Lease) Objects.requireNonNull(answer), now));
            case "renew" -> renewed(call.argument(0), (Renewal) answer, now);
            case "end" -> say(() -> leases.remove(call.<Lease>argument(0).number()));
            case "grant" -> say(() -> granted(call.argument(1)));
            case "release" -> say(() -> released(call.argument(1)));
            default -> {}
        }
    }

    private void say(Runnable word) {
        if (inTransaction) {
            said.add(word);
        } else {
            word.run();
        }
    }

    /** An attempt begins (12, 13, 17): only while its task runs, and in the name of the run that has passed the gate. */
    private void taken(Lease lease, long at) {
        Task task = Objects.requireNonNull(ledger.current(lease.task()));
        referee.demand(task.status() == TaskStatus.RUNNING, 13, () -> "an attempt of " + task + " has begun");
        referee.demand(!ground.isConfirmed(task.id()), 12, () -> task + " has begun after its stop was confirmed");
        Run passed = task.state().runOrNull();
        Fiber fiber = scheduler.current();
        referee.demand(
                fiber == null || (passed != null && passed.id().equals(fiber.run)),
                17,
                () -> "another run of " + task + " has passed: " + fiber);
        leases.put(lease.number(), new Held(task.id(), at + RackLeases.LIMIT.toMillis()));
        judgeEpoch(task, lease.epoch());
    }

    /** Whoever gets the rack later has the higher epoch. */
    private void judgeEpoch(Task task, Epoch epoch) {
        epochs.put(task.id(), epoch);
        boolean earlier = true;
        for (Task other : grants.values()) {
            Epoch others = epochs.get(other.id());
            earlier &= !other.id().equals(task.id());
            boolean isOnIt = other.request().rack().equals(task.request().rack());
            if (isOnIt && others != null && !other.id().equals(task.id())) {
                boolean grew = earlier ? others.compareTo(epoch) < 0 : others.compareTo(epoch) > 0;
                referee.demand(grew, 14, () -> "the epochs of " + other + " and " + task + " do not grow");
            }
        }
    }

    private void renewed(Lease lease, @Nullable Renewal answer, long at) {
        Held held = leases.get(lease.number());
        if (held != null && answer != Renewal.LAPSED) {
            leases.put(lease.number(), new Held(held.task(), at + RackLeases.LIMIT.toMillis()));
        }
    }

    private void granted(Task task) {
        for (Task other : grants.values()) {
            boolean isFree = released.contains(other.id()) || !TaskLaws.isInTheWay(other, task);
            referee.demand(isFree, 14, () -> task + " and " + other + " have the rack at once");
        }
        grants.put(task.id(), task);
    }

    private void released(TaskId id) {
        Task task = Objects.requireNonNull(ledger.current(id));
        referee.demand(task.status().isTerminal(), 14, () -> task + " lost its rack before its end");
        referee.demand(!isLeased(id), 14, () -> task + " gave its rack back while it was leased");
        released.add(id);
        leases.values().removeIf(held -> held.task().equals(id));
    }

    /** Whether an attempt of the task may be acting. */
    boolean isLeased(TaskId task) {
        return leases.values().stream().anyMatch(held -> held.task().equals(task) && held.until() > scheduler.now());
    }

    /** A hardware call begins: its attempt's lease lives (14), and the task's stop is not confirmed (12). */
    void asked(Order order) {
        Held held = leases.get(order.attempt());
        referee.demand(
                held != null && held.until() > scheduler.now(),
                14,
                () -> "the hardware is used without lease: " + order);
        referee.demand(!ground.isConfirmed(order.task()), 12, () -> "something acts after the stop: " + order);
    }

    void aborted(Order order) {
        acted(order);
        Interruption declared = ground.rules
                .defaultFor(order.operation())
                .step(order.stage(), order.type())
                .interruption();
        referee.demand(declared == Interruption.INTERRUPTIBLE, 29, () -> "what must be finished was cut off: " + order);
    }

    void advanced(Order order) {
        acted(order);
        Task task = Objects.requireNonNull(ledger.current(order.task()));
        boolean begins = jobs.add(new Job(order.task(), order.stage(), order.type(), order.round()));
        if (begins && task.status().isTerminal()) {
            int stage = lastStage.computeIfAbsent(order.task(), id -> order.stage());
            referee.demand(
                    stage == order.stage(), 13, () -> "a second step of " + task + " begins after its end: " + order);
        }
    }

    /** On each component the tasks follow one another (14), and a task has one run (17). */
    private void acted(Order order) {
        Task task = Objects.requireNonNull(ledger.current(order.task()));
        Run passed = task.state().runOrNull();
        referee.demand(
                passed != null && passed.id().equals(order.run()),
                17,
                () -> "another run of " + task + " acts: " + order);
        for (ComponentId component : order.components()) {
            List<TaskId> here = actors.computeIfAbsent(new Place(order.rack(), component), place -> new ArrayList<>());
            if (here.isEmpty() || !here.getLast().equals(order.task())) {
                referee.demand(
                        !here.contains(order.task()), 14, () -> task + " acts beside " + here.getLast() + ": " + order);
                here.add(order.task());
            }
        }
    }

    private record Held(TaskId task, long until) {}

    private record Place(RackId rack, ComponentId component) {}

    private record Job(TaskId task, int stage, ComponentType type, int round) {}
}
