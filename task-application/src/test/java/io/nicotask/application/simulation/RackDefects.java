package io.nicotask.application.simulation;

import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackReservations;
import io.nicotask.application.port.RackReservations.RackOccupancy;
import io.nicotask.application.port.RackReservations.Reservation;
import io.nicotask.domain.operation.InterruptPolicy;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.operation.OperationRule.Step;
import io.nicotask.domain.value.FencingToken;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Defects in how racks are reserved, released and used. */
final class RackDefects {

    private RackDefects() {}

    /** Releases a rack as soon as its task has ended. */
    static SimulatedPorts reassignedAtOnce(SimulatedPorts sound, SimulatedWorld world) {
        return withHolders(sound, holder -> new Reservation(holder.task(), false, true));
    }

    /** Ignores leases: releases a rack once the workflow is closed, though an attempt may still act. */
    static SimulatedPorts withoutDrain(SimulatedPorts sound, SimulatedWorld world) {
        return withHolders(sound, holder -> new Reservation(holder.task(), false, holder.stopped()));
    }

    /** Waits for attempts that died long ago. */
    static SimulatedPorts withoutLeaseExpiry(SimulatedPorts sound, SimulatedWorld world) {
        return withHolders(sound, holder -> new Reservation(holder.task(), true, holder.stopped()));
    }

    /** Never reconciles a rack. */
    static SimulatedPorts withoutReconciler(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withRacks(real -> PortInterceptor.on(
                RackReservations.class, real, call -> call.is("claimDue") ? List.of() : call.proceed()));
    }

    /** Uses the hardware under a lease of any age: its monotonic clock stands still. */
    static SimulatedPorts withoutLeaseAge(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withClock(real -> () -> Duration.ZERO);
    }

    /** Gives each reservation of a rack the same fencing token. */
    static SimulatedPorts withoutFencingTokens(SimulatedPorts sound, SimulatedWorld world) {
        Map<Long, Lease> real = new HashMap<>();
        return sound.withLeases(leases -> PortInterceptor.on(RackLeases.class, leases, call -> {
            if (call.is("acquireLease")) {
                Lease lease = (Lease) Objects.requireNonNull(call.proceed());
                real.put(lease.number(), lease);
                return new Lease(lease.task(), lease.number(), new FencingToken(1));
            }
            return call.proceedWith(
                    Objects.requireNonNull(real.get(call.<Lease>argument(0).number())));
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
