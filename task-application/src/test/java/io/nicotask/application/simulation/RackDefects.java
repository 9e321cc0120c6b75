package io.nicotask.application.simulation;

import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.Racks;
import io.nicotask.application.port.Racks.Holder;
import io.nicotask.application.port.Racks.Occupancy;
import io.nicotask.domain.task.Epoch;
import io.nicotask.domain.task.Interruption;
import io.nicotask.domain.task.OperationRule;
import io.nicotask.domain.task.OperationRule.Step;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Defects in how racks are handed on, and used. */
final class RackDefects {

    private RackDefects() {}

    /** Hands a rack on as soon as its task has ended. */
    static Parts handedOnAtOnce(Parts sound, World world) {
        return withHolders(sound, holder -> new Holder(holder.task(), false, true));
    }

    /** Heeds no lease: a rack is handed on when the workflow is closed, whoever is at it. */
    static Parts withoutDrain(Parts sound, World world) {
        return withHolders(sound, holder -> new Holder(holder.task(), false, holder.stopped()));
    }

    /** Waits for attempts that have died long ago. */
    static Parts withEverlastingLeases(Parts sound, World world) {
        return withHolders(sound, holder -> new Holder(holder.task(), true, holder.stopped()));
    }

    /** Nobody looks at a rack of which nothing is heard. */
    static Parts withoutSweep(Parts sound, World world) {
        return sound.withRacks(
                real -> Twist.on(Racks.class, real, call -> call.is("claimDue") ? List.of() : call.goOn()));
    }

    /** Uses the hardware however old its lease is: its stopwatch stands still. */
    static Parts withoutHeedToTheLease(Parts sound, World world) {
        return sound.withStopwatch(real -> () -> Duration.ZERO);
    }

    /** Gives each grant of a rack the same epoch. */
    static Parts withoutEpochs(Parts sound, World world) {
        Map<Long, Lease> real = new HashMap<>();
        return sound.withLeases(leases -> Twist.on(RackLeases.class, leases, call -> {
            if (call.is("take")) {
                Lease lease = (Lease) Objects.requireNonNull(call.goOn());
                real.put(lease.number(), lease);
                return new Lease(lease.task(), lease.number(), new Epoch(1));
            }
            return call.goOnWith(
                    Objects.requireNonNull(real.get(call.<Lease>argument(0).number())));
        }));
    }

    /** Cuts off whatever is cancelled. */
    static Parts withoutFinishingFirst(Parts sound, World world) {
        return sound.withRules(real -> Twist.on(OperationRules.class, real, call -> switch (call.goOn()) {
            case OperationRule rule -> cutOff(rule);
            case Optional<?> found -> found.map(rule -> cutOff((OperationRule) rule));
            case null, default -> throw new IllegalStateException(call.name());
        }));
    }

    private static Parts withHolders(Parts sound, UnaryOperator<Holder> twist) {
        return sound.withRacks(real -> Twist.on(Racks.class, real, call -> {
            Object answer = call.goOn();
            return answer instanceof Occupancy now
                    ? new Occupancy(now.holders().stream().map(twist).toList(), now.waiting())
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
                                        step.type(), Interruption.INTERRUPTIBLE, step.retries(), step.timeout()))
                                .toList())
                        .toList());
    }
}
