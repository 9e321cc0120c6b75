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
 * The state of one step in one attempt, with the state of each component. Immutable; each status from the hardware
 * leads to a new instance.
 *
 * @param rule the step of the operation rule
 * @param command the command for the hardware in the current try
 * @param deadline when the step times out
 * @param states the state of each component
 * @param timeoutError the error of a step that has timed out, or null
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
     * Creates a step that continues where earlier attempts left it.
     *
     * @param command the command for the first try
     * @param startedAt when the first attempt began the step
     */
    static StepExecution of(OperationRule.Step rule, HardwareCommand command, Instant startedAt) {
        Map<ComponentId, ComponentState> all = command.components().stream()
                .collect(Collectors.toMap(Function.identity(), component -> new Running()));
        return new StepExecution(rule, command, startedAt.plus(rule.timeout()), all, null);
    }

    ComponentType type() {
        return rule.type();
    }

    /**
     * Sends the command, and updates the components from the reply; tries failed components again as often as the rule
     * allows.
     */
    StepExecution ensure(FencedHardware hardware, Instant now) {
        StepExecution ensured = (isRetryDue() ? nextTry() : this).ensureRunning(hardware);
        return ensured.isRunning() && now.isAfter(deadline) ? ensured.expire(hardware) : ensured;
    }

    /**
     * Aborts an interruptible step, or finishes a run-to-completion step, after the task has ended. Begins nothing new.
     */
    StepExecution drain(FencedHardware hardware, Instant now) {
        if (isRunning() && now.isAfter(deadline)) {
            return withNeedsInspection("It was given up when its time was over");
        }
        return isInterruptible() ? quiesceRunning(hardware) : ensureRunning(hardware);
    }

    /**
     * Marks running components for inspection, because they may still be acting after the attempt stops observing them.
     */
    StepExecution withNeedsInspection(String reason) {
        return withStates(component -> Optional.of(new NeedsInspection(reason)));
    }

    /** Returns whether a component is running, as far as this attempt knows. */
    boolean isRunning() {
        return components(Running.class).findAny().isPresent();
    }

    /** Returns whether a component is running or will be tried again. */
    boolean isOpen() {
        return isRunning() || isRetryDue();
    }

    /** Returns the first error, or empty when there is none. */
    Optional<String> error() {
        return timeoutError == null
                ? states.values().stream()
                        .flatMap(state -> state instanceof Failed failed ? Stream.of(failed.error()) : Stream.empty())
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

    /** Returns the components that an operator has to inspect, each with the reason. */
    Map<ComponentId, String> inspectionReasons() {
        Map<ComponentId, String> reasons = new HashMap<>();
        states.forEach((component, state) -> {
            if (state instanceof NeedsInspection inspection) {
                reasons.put(component, inspection.reason());
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
        StepExecution last = isInterruptible() ? quiesceRunning(hardware) : this;
        return new StepExecution(rule, command, deadline, last.withNeedsInspection(error).states, error);
    }

    private boolean isInterruptible() {
        return rule.interruptPolicy() == InterruptPolicy.INTERRUPTIBLE;
    }

    private StepExecution ensureRunning(FencedHardware hardware) {
        if (!isRunning()) {
            return this;
        }
        Map<ComponentId, ComponentStatus> statuses = hardware.ensure(runningCommand());
        return withStates(component -> Optional.ofNullable(statuses.get(component))
                .map(status -> switch (status) {
                    case ComponentStatus.Working working -> new Running();
                    case ComponentStatus.Done done -> new Done();
                    case ComponentStatus.Failed failed -> new Failed(failed.error());
                }));
    }

    private StepExecution quiesceRunning(FencedHardware hardware) {
        if (!isRunning()) {
            return this;
        }
        Map<ComponentId, QuiesceStatus> statuses = hardware.quiesce(runningCommand());
        return withStates(component -> Optional.ofNullable(statuses.get(component))
                .map(status -> switch (status) {
                    case QuiesceStatus.Stopped stopped -> new Stopped();
                    case QuiesceStatus.StillRunning still -> new Running();
                    case QuiesceStatus.NeedsInspection inspection -> new NeedsInspection(inspection.reason());
                }));
    }

    /** Updates running components; those without a new state keep running. */
    private StepExecution withStates(Function<ComponentId, Optional<ComponentState>> newState) {
        Map<ComponentId, ComponentState> next = new HashMap<>(states);
        components(Running.class)
                .forEach(component -> newState.apply(component).ifPresent(state -> next.put(component, state)));
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

    /** The state of a component. */
    sealed interface ComponentState {

        /** The component is running, or its state is unknown. */
        record Running() implements ComponentState {}

        /** The component has completed the command. */
        record Done() implements ComponentState {}

        /** The component has failed. */
        record Failed(String error) implements ComponentState {}

        /** The component was stopped. */
        record Stopped() implements ComponentState {}

        /** An operator has to inspect the component. */
        record NeedsInspection(String reason) implements ComponentState {}
    }
}
