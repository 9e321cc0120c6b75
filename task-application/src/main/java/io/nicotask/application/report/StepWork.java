package io.nicotask.application.report;

import io.nicotask.application.port.RackHardware.Abort;
import io.nicotask.application.port.RackHardware.Effect;
import io.nicotask.application.port.RackHardware.Order;
import io.nicotask.application.report.StepWork.Standing.AtWork;
import io.nicotask.application.report.StepWork.Standing.Attention;
import io.nicotask.application.report.StepWork.Standing.Broken;
import io.nicotask.application.report.StepWork.Standing.Done;
import io.nicotask.application.report.StepWork.Standing.Stopped;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Interruption;
import io.nicotask.domain.task.OperationRule;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One step as one attempt knows it: how each component stands. A value; each word from the hardware makes a new one.
 *
 * @param rule how the step is to be done
 * @param order what the hardware is asked for, in the round that is going on
 * @param deadline when the step's time is over
 * @param standings how each component stands
 * @param timeout what is told when the step's time was over, or null
 */
record StepWork(
        OperationRule.Step rule,
        Order order,
        Instant deadline,
        Map<ComponentId, Standing> standings,
        @Nullable String timeout) {

    StepWork {
        standings = Map.copyOf(standings);
    }

    /**
     * A step that goes on where earlier attempts have left it.
     *
     * @param order what to ask of the hardware in the first round
     * @param startedAt when the first attempt began it
     */
    static StepWork of(OperationRule.Step rule, Order order, Instant startedAt) {
        Map<ComponentId, Standing> all =
                order.components().stream().collect(Collectors.toMap(Function.identity(), component -> new AtWork()));
        return new StepWork(rule, order, startedAt.plus(rule.timeout()), all, null);
    }

    ComponentType type() {
        return rule.type();
    }

    /** Asks for the work, and how far it is; what went wrong is tried again as often as the rule says. */
    StepWork advance(LeasedHardware hardware, Instant now) {
        StepWork asked = (isToBeTriedAgain() ? nextRound() : this).asked(hardware);
        return asked.isAtWork() && now.isAfter(deadline) ? asked.late(hardware) : asked;
    }

    /** Nobody wants the work any more: what may be cut off is, and what may not is finished. Nothing new begins. */
    StepWork leaveOff(LeasedHardware hardware, Instant now) {
        if (isAtWork() && now.isAfter(deadline)) {
            return givenUp("It was given up when its time was over");
        }
        return mayBeCutOff() ? aborted(hardware) : asked(hardware);
    }

    /** What nobody waits for any longer may still be at it: somebody must look. */
    StepWork givenUp(String why) {
        return moved(component -> Optional.of(new Attention(why)));
    }

    /** Whether a component is at it, as far as this attempt can tell. */
    boolean isAtWork() {
        return components(AtWork.class).findAny().isPresent();
    }

    /** Whether a component is at it or will be asked to try again. */
    boolean isOpen() {
        return isAtWork() || isToBeTriedAgain();
    }

    /** What went wrong, or empty. */
    Optional<String> error() {
        return timeout == null
                ? standings.values().stream()
                        .flatMap(standing ->
                                standing instanceof Broken broken ? Stream.of(broken.error()) : Stream.empty())
                        .findFirst()
                : Optional.of(timeout);
    }

    int succeeded() {
        return (int) components(Done.class).count();
    }

    int failed() {
        return (int)
                (components(Broken.class).count() + components(Attention.class).count());
    }

    /** The components that somebody must look at, and why. */
    Map<ComponentId, String> attention() {
        Map<ComponentId, String> reasons = new HashMap<>();
        standings.forEach((component, standing) -> {
            if (standing instanceof Attention attention) {
                reasons.put(component, attention.why());
            }
        });
        return reasons;
    }

    private boolean isToBeTriedAgain() {
        return !isAtWork()
                && timeout == null
                && order.round() <= rule.retries()
                && components(Broken.class).findAny().isPresent();
    }

    private StepWork nextRound() {
        Map<ComponentId, Standing> next = new HashMap<>(standings);
        components(Broken.class).forEach(component -> next.put(component, new AtWork()));
        return new StepWork(rule, orderTo(order.components(), order.round() + 1), deadline, next, null);
    }

    private StepWork late(LeasedHardware hardware) {
        String error =
                type().label() + " did not finish within " + rule.timeout().toSeconds() + " s";
        StepWork left = mayBeCutOff() ? aborted(hardware) : this;
        return new StepWork(rule, order, deadline, left.givenUp(error).standings, error);
    }

    private boolean mayBeCutOff() {
        return rule.interruption() == Interruption.INTERRUPTIBLE;
    }

    private StepWork asked(LeasedHardware hardware) {
        if (!isAtWork()) {
            return this;
        }
        Map<ComponentId, Effect> effects = hardware.advance(orderNow());
        return moved(component -> Optional.ofNullable(effects.get(component)).map(effect -> switch (effect) {
            case Effect.Working working -> new AtWork();
            case Effect.Done done -> new Done();
            case Effect.Broken broken -> new Broken(broken.error());
        }));
    }

    private StepWork aborted(LeasedHardware hardware) {
        if (!isAtWork()) {
            return this;
        }
        Map<ComponentId, Abort> answers = hardware.abort(orderNow());
        return moved(component -> Optional.ofNullable(answers.get(component)).map(answer -> switch (answer) {
            case Abort.Stopped stopped -> new Stopped();
            case Abort.CannotStopNow still -> new AtWork();
            case Abort.NeedsAttention needs -> new Attention(needs.why());
        }));
    }

    /** Changes the standing of those that are at work; where nothing is known, they stay so. */
    private StepWork moved(Function<ComponentId, Optional<Standing>> news) {
        Map<ComponentId, Standing> next = new HashMap<>(standings);
        components(AtWork.class)
                .forEach(component -> news.apply(component).ifPresent(standing -> next.put(component, standing)));
        return new StepWork(rule, order, deadline, next, timeout);
    }

    private Stream<ComponentId> components(Class<? extends Standing> wanted) {
        return standings.entrySet().stream()
                .filter(entry -> wanted.isInstance(entry.getValue()))
                .map(Map.Entry::getKey);
    }

    private Order orderNow() {
        return orderTo(components(AtWork.class).collect(Collectors.toSet()), order.round());
    }

    private Order orderTo(Set<ComponentId> components, int round) {
        return new Order(
                order.task(),
                order.run(),
                order.attempt(),
                order.epoch(),
                order.rack(),
                order.operation(),
                order.stage(),
                order.type(),
                components,
                round);
    }

    /** How a component stands. */
    sealed interface Standing {

        /** It is at it, or nobody knows better. */
        record AtWork() implements Standing {}

        /** It is done. */
        record Done() implements Standing {}

        /** It went wrong. */
        record Broken(String error) implements Standing {}

        /** It was stopped. */
        record Stopped() implements Standing {}

        /** Somebody must look at it. */
        record Attention(String why) implements Standing {}
    }
}
