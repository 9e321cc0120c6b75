package io.nicotask.application.simulation;

import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackReservations;
import io.nicotask.application.port.RackReservations.RackOccupancy;
import io.nicotask.application.port.RackReservations.Reservation;
import io.nicotask.application.port.StopDelivery;
import io.nicotask.application.port.UnfinishedSteps;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.domain.operation.InterruptPolicy;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.operation.OperationRule.Step;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopInstants;
import io.nicotask.domain.value.FencingToken;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
        return sound.withOutbox(real -> PortInterceptor.on(WorkflowOutbox.class, real, call -> {
            Object answer = call.proceed();
            return call.is("stopOf") && answer instanceof Optional<?> found
                    ? found.map(delivery -> confirmedOnceClosed((StopDelivery) delivery))
                    : answer;
        }));
    }

    private static StopDelivery confirmedOnceClosed(StopDelivery delivery) {
        Stop stop = delivery.stop();
        StopInstants at = stop.instants();
        Instant closed = at.engineClosed();
        if (closed == null) {
            return delivery;
        }
        StopInstants free = new StopInstants(at.decided(), closed, at.lastCommandBegun(), closed, at.resolved());
        return new StopDelivery(
                Stop.rehydrated(stop.task(), free, List.of(), closed, Stop.ATTENTION_AFTER),
                delivery.attempts(),
                delivery.failure());
    }

    /** Never reconciles a rack. */
    static SimulatedPorts withoutReconciler(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withRacks(real -> PortInterceptor.on(
                RackReservations.class, real, call -> call.is("claimDue") ? List.of() : call.proceed()));
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
        SimulatedPorts timed = sound.withSteps(real -> PortInterceptor.on(UnfinishedSteps.class, real, call -> {
            if (call.is("insert")) {
                begun.putIfAbsent(call.<StepKey>argument(1).task(), world.scheduler.now());
            }
            return call.proceed();
        }));
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
        Map<StepKey, Runnable> pending = new HashMap<>();
        SimulatedPorts late = sound.withSteps(real -> PortInterceptor.on(UnfinishedSteps.class, real, call -> {
            if (call.is("insert")) {
                pending.put(call.argument(1), call::proceed);
                return null;
            }
            return call.proceed();
        }));
        return late.withHardware(real -> PortInterceptor.on(RackHardware.class, real, call -> {
            Object answer = call.proceed();
            if (call.is("ensure")) {
                HardwareCommand command = call.argument(0);
                insert(late, command, pending.remove(new StepKey(command.task(), command.stage(), command.type())));
            }
            return answer;
        }));
    }

    private static void insert(SimulatedPorts ports, HardwareCommand command, @Nullable Runnable insert) {
        if (insert != null) {
            ports.ports().transactions().inTransaction(() -> {
                ports.ports().tasks().lock(GroundTruth.SCOPE, command.task()).ifPresent(task -> insert.run());
                return command;
            });
        }
    }

    /** Gives each reservation of a rack the same fencing token. */
    static SimulatedPorts withoutFencingTokens(SimulatedPorts sound, SimulatedWorld world) {
        Map<Long, Lease> real = new HashMap<>();
        return sound.withLeases(leases -> PortInterceptor.on(RackLeases.class, leases, call -> {
            if (call.is("nextLease")) {
                return leases.nextLease(call.argument(0), call.argument(1)).map(lease -> {
                    real.put(lease.number(), lease);
                    return new Lease(lease.task(), lease.number(), new FencingToken(1));
                });
            }
            return call.is("acquireLease")
                    ? call.proceed(
                            call.argument(0), real.get(call.<Lease>argument(1).number()), call.argument(2))
                    : call.proceedWith(Objects.requireNonNull(
                            real.get(call.<Lease>argument(0).number())));
        }));
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
        return sound.withRacks(real -> PortInterceptor.on(RackReservations.class, real, call -> {
            Object answer = call.proceed();
            return answer instanceof RackOccupancy now
                    ? new RackOccupancy(now.reservations().stream().map(change).toList(), now.waiting())
                    : answer;
        }));
    }

    /** The stop without its unfinished steps; null of an open task. */
    private static @Nullable Stop withoutSteps(@Nullable Stop stop) {
        return stop == null
                ? null
                : stop.stepsObserved(List.of(), stop.instants().decided());
    }

    private static @Nullable Stop closed(@Nullable Stop stop) {
        return stop == null ? null : stop.engineClosed(stop.instants().decided());
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
