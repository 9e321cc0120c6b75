package io.nicotask.application.simulation;

import io.nicotask.application.contract.DirectWrites;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.StepBegun;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.operation.OperationRule.Step;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Defects in how racks are reserved, released and used. */
final class RackDefects {

    private static final long SHORT_LIMIT = 5_000;

    private RackDefects() {}

    /** Releases a rack as soon as its task has ended. */
    static SimulatedPorts reassignedAtOnce(SimulatedPorts sound, SimulatedWorld world) {
        return withHolders(
                sound,
                holder -> new Reservation(holder.task(), Set.of(), Set.of(), closed(withoutSteps(holder.stop()))));
    }

    /** Ignores leases: releases a rack once the workflow is closed, though an attempt may still act. */
    static SimulatedPorts withoutDrain(SimulatedPorts sound, SimulatedWorld world) {
        return withHolders(
                sound, holder -> new Reservation(holder.task(), Set.of(), Set.of(), withoutSteps(holder.stop())));
    }

    /** Waits for attempts that died long ago. */
    static SimulatedPorts withoutLeaseExpiry(SimulatedPorts sound, SimulatedWorld world) {
        return withHolders(
                sound, holder -> new Reservation(holder.task(), Set.of(0L), holder.unfinished(), holder.stop()));
    }

    /** Judges a stop in a second place, by the workflow alone: once that is closed, the stop is shown as confirmed. */
    static SimulatedPorts confirmingTwice(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withTasks(real -> PortInterceptor.on(TaskQueries.class, real, call -> {
            Object answer = call.proceed();
            return call.is("find") && answer instanceof Optional<?> found
                    ? found.map(view -> confirmedOnceClosed((TaskView) view, world))
                    : answer;
        }));
    }

    private static TaskView confirmedOnceClosed(TaskView view, SimulatedWorld world) {
        boolean isClosed = view.stop() != null
                && world.truth
                        .stopOf(view.task().id())
                        .filter(stop -> stop.instants().engineClosed() != null)
                        .isPresent();
        return isClosed ? new TaskView(view.task(), StopStatus.CONFIRMED) : view;
    }

    /** Uses the hardware under a lease of any age: its clocks stand still. */
    static SimulatedPorts withoutLeaseAge(SimulatedPorts sound, SimulatedWorld world) {
        InstantSource still = InstantSource.fixed(world.truth.wallClock.instant());
        return sound.withClocks(new SimulatedPorts.LeaseClocks(() -> Duration.ZERO, still));
    }

    /** Observes steps by the method that begins them. */
    static SimulatedPorts observingByEnsure(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withHardware(real -> PortInterceptor.on(
                RackHardware.class, real, call -> call.is("quiesce") ? real.ensure(call.argument(0)) : call.proceed()));
    }

    /** Ends a step as soon as no lease of its task is valid. */
    static SimulatedPorts endingStepsWithLeases(SimulatedPorts sound, SimulatedWorld world) {
        return withHolders(
                sound,
                holder -> new Reservation(holder.task(), holder.leases(), Set.of(), withoutSteps(holder.stop())));
    }

    /** Ends a step when its time limit is over; the limit is short here. */
    static SimulatedPorts endingStepsWithTimeLimits(SimulatedPorts sound, SimulatedWorld world) {
        Map<TaskId, Long> begun = new HashMap<>();
        SimulatedPorts timed = sound.withStorage(real -> new DefectiveStorage(real) {

            @Override
            List<Change> alterChanges(List<Change> decided) {
                for (Change change : decided) {
                    if (change instanceof Change.StepBegun step) {
                        begun.putIfAbsent(step.step().task(), world.scheduler.now());
                    }
                }
                return decided;
            }
        });
        return withHolders(
                timed,
                holder -> isWithinShortLimit(
                                world, begun.getOrDefault(holder.task().id(), 0L))
                        ? holder
                        : new Reservation(holder.task(), holder.leases(), Set.of(), withoutSteps(holder.stop())));
    }

    private static boolean isWithinShortLimit(SimulatedWorld world, long begun) {
        return world.scheduler.now() - begun < SHORT_LIMIT;
    }

    /** Quiesces with the token of the reservation, so that commands on their way are not refused afterwards. */
    static SimulatedPorts quiescingWithoutFence(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withHardware(real -> PortInterceptor.on(
                RackHardware.class,
                real,
                call -> call.is("quiesce") ? call.proceedWith(withoutFence(call.argument(0))) : call.proceed()));
    }

    private static HardwareCommand withoutFence(HardwareCommand quiesce) {
        return new HardwareCommand(
                quiesce.task(),
                quiesce.run(),
                quiesce.leaseNumber(),
                new FencingToken(quiesce.fencingToken().value() - 1),
                quiesce.rack(),
                quiesce.operation(),
                quiesce.stage(),
                quiesce.type(),
                quiesce.components(),
                quiesce.interruptPolicy(),
                quiesce.tryNumber());
    }

    /** Records a step only after the first answer of the hardware. */
    static SimulatedPorts recordingStepsTooLate(SimulatedPorts sound, SimulatedWorld world) {
        Map<StepKey, StepBegun> pending = new HashMap<>();
        SimulatedPorts late = sound.withStorage(real -> new DefectiveStorage(real) {

            @Override
            List<Change> alterChanges(List<Change> decided) {
                List<Change> others = new ArrayList<>();
                for (Change change : decided) {
                    if (change instanceof StepBegun begun) {
                        pending.put(begun.step(), begun);
                    } else {
                        others.add(change);
                    }
                }
                return others;
            }
        });
        return late.withHardware(real -> PortInterceptor.on(RackHardware.class, real, call -> {
            Object answer = call.proceed();
            if (call.is("ensure")) {
                HardwareCommand command = call.argument(0);
                StepBegun begun = pending.remove(new StepKey(command.task(), command.stage(), command.type()));
                if (begun != null) {
                    DirectWrites.to(sound.ports().storage()).write(GroundTruth.SCOPE, command.rack(), begun);
                }
            }
            return answer;
        }));
    }

    /** Gives each reservation of a rack the same fencing token. */
    static SimulatedPorts withoutFencingTokens(SimulatedPorts sound, SimulatedWorld world) {
        Map<Long, Lease> real = new HashMap<>();
        return sound.withStorage(storage -> new DefectiveStorage(storage) {

            @Override
            TaskSnapshot alterTask(TaskSnapshot snapshot) {
                Lease lease = snapshot.nextLease();
                if (lease == null) {
                    return snapshot;
                }
                real.put(lease.number(), lease);
                return new TaskSnapshot(
                        snapshot.task(),
                        snapshot.stop(),
                        snapshot.rack(),
                        new Lease(lease.task(), lease.number(), new FencingToken(1)));
            }

            @Override
            List<Change> alterChanges(List<Change> decided) {
                return decided.stream()
                        .map(change -> switch (change) {
                            case Change.LeaseAcquired acquired ->
                                new Change.LeaseAcquired(
                                        realOf(acquired.lease(), real), acquired.work(), acquired.process());
                            case Change.LeaseReleased released ->
                                new Change.LeaseReleased(realOf(released.lease(), real));
                            default -> change;
                        })
                        .toList();
            }
        });
    }

    private static Lease realOf(Lease lease, Map<Long, Lease> real) {
        return Objects.requireNonNull(real.get(lease.number()));
    }

    /** Makes every step interruptible. */
    static SimulatedPorts interruptingEverything(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withRules(real -> PortInterceptor.on(OperationRules.class, real, call -> switch (call.proceed()) {
            case OperationRule rule -> cutOff(rule);
            case Optional<?> found -> found.map(rule -> cutOff((OperationRule) rule));
            case null, default -> throw new IllegalStateException(call.name());
        }));
    }

    private static SimulatedPorts withHolders(SimulatedPorts sound, UnaryOperator<Reservation> change) {
        return sound.withStorage(real -> new DefectiveStorage(real) {

            @Override
            RackOccupancy alterRack(RackOccupancy now) {
                return new RackOccupancy(
                        now.asOf(), now.reservations().stream().map(change).toList(), now.waiting());
            }
        });
    }

    /** The stop without its unfinished steps; null of an open task. */
    private static @Nullable Stop withoutSteps(@Nullable Stop stop) {
        return stop == null
                ? null
                : stop.stepsObserved(List.of(), stop.instants().decided());
    }

    private static @Nullable Stop closed(@Nullable Stop stop) {
        return stop == null ? null : stop.engineClosed(stop.instants().decided(), Duration.ZERO);
    }

    private static OperationRule cutOff(OperationRule rule) {
        return new OperationRule(
                rule.id(),
                rule.operation(),
                rule.stages().stream()
                        .map(steps -> steps.stream()
                                .map(step -> new Step(
                                        step.type(), InterruptPolicy.INTERRUPTIBLE, step.retries(), step.timeout()))
                                .toList())
                        .toList());
    }
}
