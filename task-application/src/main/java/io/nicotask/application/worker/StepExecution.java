package io.nicotask.application.worker;

import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackHardware.QuiesceStatus;
import io.nicotask.application.worker.StepExecution.ComponentState.Done;
import io.nicotask.application.worker.StepExecution.ComponentState.Failed;
import io.nicotask.application.worker.StepExecution.ComponentState.NeedsInspection;
import io.nicotask.application.worker.StepExecution.ComponentState.Running;
import io.nicotask.application.worker.StepExecution.ComponentState.Stopped;
import io.nicotask.domain.operation.InterruptPolicy;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
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
 * @param command what the hardware is asked for, in the round that is going on
 * @param deadline when the step's time is over
 * @param states how each component stands
 * @param timeoutError what is told when the step's time was over, or null
 */
record StepExecution(
        OperationRule.Step rule,
        HardwareCommand command,
        Instant deadline,
        Map<ComponentId, ComponentState> states,
        @Nullable String timeoutError) {

    StepExecution {
        states = Map.copyOf(states);
    }

    /**
     * A step that goes on where earlier attempts have left it.
     *
     * @param order what to ask of the hardware in the first round
     * @param startedAt when the first attempt began it
     */
    static StepExecution of(OperationRule.Step rule, HardwareCommand order, Instant startedAt) {
        Map<ComponentId, ComponentState> all =
                order.components().stream().collect(Collectors.toMap(Function.identity(), component -> new Running()));
        return new StepExecution(rule, order, startedAt.plus(rule.timeout()), all, null);
    }

    ComponentType type() {
        return rule.type();
    }

    /** Asks for the work, and how far it is; what went wrong is tried again as often as the rule says. */
    StepExecution ensure(FencedHardware hardware, Instant now) {
        StepExecution ensured = (isRetryDue() ? nextTry() : this).ensureRunning(hardware);
        return ensured.isRunning() && now.isAfter(deadline) ? ensured.expire(hardware) : ensured;
    }

    /** Nobody wants the work any more: what may be cut off is, and what may not is finished. Nothing new begins. */
    StepExecution drain(FencedHardware hardware, Instant now) {
        if (isRunning() && now.isAfter(deadline)) {
            return withNeedsInspection("It was given up when its time was over");
        }
        return isInterruptible() ? quiesceRunning(hardware) : ensureRunning(hardware);
    }

    /** What nobody waits for any longer may still be at it: somebody must look. */
    StepExecution withNeedsInspection(String why) {
        return withStates(component -> Optional.of(new NeedsInspection(why)));
    }

    /** Whether a component is at it, as far as this attempt can tell. */
    boolean isRunning() {
        return components(Running.class).findAny().isPresent();
    }

    /** Whether a component is at it or will be asked to try again. */
    boolean isOpen() {
        return isRunning() || isRetryDue();
    }

    /** What went wrong, or empty. */
    Optional<String> error() {
        return timeoutError == null
                ? states.values().stream()
                        .flatMap(standing ->
                                standing instanceof Failed broken ? Stream.of(broken.error()) : Stream.empty())
                        .findFirst()
                : Optional.of(timeoutError);
    }

    int succeeded() {
        return (int) components(Done.class).count();
    }

    int failed() {
        return (int) (components(Failed.class).count()
                + components(NeedsInspection.class).count());
    }

    /** The components that somebody must look at, and why. */
    Map<ComponentId, String> inspectionReasons() {
        Map<ComponentId, String> reasons = new HashMap<>();
        states.forEach((component, standing) -> {
            if (standing instanceof NeedsInspection attention) {
                reasons.put(component, attention.reason());
            }
        });
        return reasons;
    }

    private boolean isRetryDue() {
        return !isRunning()
                && timeoutError == null
                && command.tryNumber() <= rule.retries()
                && components(Failed.class).findAny().isPresent();
    }

    private StepExecution nextTry() {
        Map<ComponentId, ComponentState> next = new HashMap<>(states);
        components(Failed.class).forEach(component -> next.put(component, new Running()));
        return new StepExecution(rule, commandFor(command.components(), command.tryNumber() + 1), deadline, next, null);
    }

    private StepExecution expire(FencedHardware hardware) {
        String error =
                type().label() + " did not finish within " + rule.timeout().toSeconds() + " s";
        StepExecution left = isInterruptible() ? quiesceRunning(hardware) : this;
        return new StepExecution(rule, command, deadline, left.withNeedsInspection(error).states, error);
    }

    private boolean isInterruptible() {
        return rule.interruptPolicy() == InterruptPolicy.INTERRUPTIBLE;
    }

    private StepExecution ensureRunning(FencedHardware hardware) {
        if (!isRunning()) {
            return this;
        }
        Map<ComponentId, ComponentStatus> effects = hardware.ensure(runningCommand());
        return withStates(component -> Optional.ofNullable(effects.get(component))
                .map(effect -> switch (effect) {
                    case ComponentStatus.Working working -> new Running();
                    case ComponentStatus.Done done -> new Done();
                    case ComponentStatus.Failed broken -> new Failed(broken.error());
                }));
    }

    private StepExecution quiesceRunning(FencedHardware hardware) {
        if (!isRunning()) {
            return this;
        }
        Map<ComponentId, QuiesceStatus> answers = hardware.quiesce(runningCommand());
        return withStates(component -> Optional.ofNullable(answers.get(component))
                .map(answer -> switch (answer) {
                    case QuiesceStatus.Stopped stopped -> new Stopped();
                    case QuiesceStatus.StillRunning still -> new Running();
                    case QuiesceStatus.NeedsInspection needs -> new NeedsInspection(needs.reason());
                }));
    }

    /** Changes the standing of those that are at work; where nothing is known, they stay so. */
    private StepExecution withStates(Function<ComponentId, Optional<ComponentState>> news) {
        Map<ComponentId, ComponentState> next = new HashMap<>(states);
        components(Running.class)
                .forEach(component -> news.apply(component).ifPresent(standing -> next.put(component, standing)));
        return new StepExecution(rule, command, deadline, next, timeoutError);
    }

    private Stream<ComponentId> components(Class<? extends ComponentState> state) {
        return states.entrySet().stream()
                .filter(entry -> state.isInstance(entry.getValue()))
                .map(Map.Entry::getKey);
    }

    private HardwareCommand runningCommand() {
        return commandFor(components(Running.class).collect(Collectors.toSet()), command.tryNumber());
    }

    private HardwareCommand commandFor(Set<ComponentId> components, int tryNumber) {
        return new HardwareCommand(
                command.task(),
                command.run(),
                command.leaseNumber(),
                command.fencingToken(),
                command.rack(),
                command.operation(),
                command.stage(),
                command.type(),
                components,
                tryNumber);
    }

    /** How a component stands. */
    sealed interface ComponentState {

        /** It is at it, or nobody knows better. */
        record Running() implements ComponentState {}

        /** It is done. */
        record Done() implements ComponentState {}

        /** It went wrong. */
        record Failed(String error) implements ComponentState {}

        /** It was stopped. */
        record Stopped() implements ComponentState {}

        /** Somebody must look at it. */
        record NeedsInspection(String reason) implements ComponentState {}
    }
}
