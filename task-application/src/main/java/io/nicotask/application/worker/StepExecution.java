package io.nicotask.application.worker;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The state of one step in one attempt, with the status of each component. Immutable; each answer of the hardware leads
 * to a new instance.
 *
 * @param rule the step of the operation rule
 * @param command the command for the hardware in the current try
 * @param deadline when the step times out
 * @param states the status of each component
 * @param timeoutError the error of a step that has timed out, or null; its components may still act
 */
record StepExecution(
        OperationRule.Step rule,
        HardwareCommand command,
        Instant deadline,
        Map<ComponentId, ComponentStatus> states,
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
        Map<ComponentId, ComponentStatus> all = command.components().stream()
                .collect(Collectors.toMap(Function.identity(), component -> new ComponentStatus.NeverBegun()));
        return new StepExecution(rule, command, startedAt.plus(rule.timeout()), all, null);
    }

    /**
     * Returns the components of the type that the task works on, for a step that has begun on at least one.
     *
     * @throws IllegalStateException when the hardware lists none, so that nothing can be said of the step
     */
    static Set<ComponentId> componentsOf(TaskSpec spec, ComponentType type, RackHardware hardware) {
        Set<ComponentId> components = spec.components().isWholeRack()
                ? hardware.components(spec.rack(), type)
                : spec.components().idsOf(type);
        if (components.isEmpty()) {
            throw new IllegalStateException("The hardware lists no component of type " + type.label());
        }
        return components;
    }

    /** Returns whether nothing of the step acts on the component or ever will, for the answer to a quiesce. */
    static boolean isOver(ComponentStatus status) {
        return switch (status) {
            case ComponentStatus.NeverBegun never -> true;
            case ComponentStatus.Ended ended -> true;
            case ComponentStatus.Stopped stopped -> true;
            case ComponentStatus.Acting acting -> false;
            case ComponentStatus.Unknown unknown -> false;
        };
    }

    static int succeeded(Map<ComponentId, ComponentStatus> states) {
        return count(states, status -> status instanceof ComponentStatus.Ended ended && ended.error() == null);
    }

    static int failed(Map<ComponentId, ComponentStatus> states) {
        return count(states, status -> status instanceof ComponentStatus.Ended ended && ended.error() != null);
    }

    private static int count(Map<ComponentId, ComponentStatus> states, Predicate<ComponentStatus> wanted) {
        return (int) states.values().stream().filter(wanted).count();
    }

    ComponentType type() {
        return rule.type();
    }

    /**
     * Sends the command, and updates the components from the reply; tries failed components again as often as the rule
     * allows.
     */
    StepExecution ensure(FencedHardware hardware, Instant now) {
        if (timeoutError != null) {
            return this;
        }
        StepExecution ensured = (isRetryDue() ? nextTry() : this).ensureOpen(hardware);
        return !ensured.hasEnded() && now.isAfter(deadline) ? ensured.expire() : ensured;
    }

    /** Returns whether a component may still act or will be commanded again. */
    boolean isOpen() {
        return timeoutError == null && (!hasEnded() || isRetryDue());
    }

    /** Returns whether every component was seen to end. */
    boolean hasEnded() {
        return states.values().stream().noneMatch(StepExecution::isUnfinished);
    }

    /** Returns the first error, or empty when there is none. */
    Optional<String> error() {
        return timeoutError == null
                ? states.values().stream()
                        .flatMap(status -> errorOf(status).stream())
                        .findFirst()
                : Optional.of(timeoutError);
    }

    int succeeded() {
        return succeeded(states);
    }

    /** Returns the number of components that failed; after a timeout, those that have not ended count too. */
    int failed() {
        return count(states, status -> errorOf(status).isPresent() || (timeoutError != null && isUnfinished(status)));
    }

    /** For an attempt, a component that has not begun is still to be commanded. */
    private static boolean isUnfinished(ComponentStatus status) {
        return status instanceof ComponentStatus.NeverBegun || !isOver(status);
    }

    private static Optional<String> errorOf(ComponentStatus status) {
        return switch (status) {
            case ComponentStatus.Ended ended -> Optional.ofNullable(ended.error());
            case ComponentStatus.Stopped stopped -> Optional.of("it was stopped");
            case ComponentStatus.NeverBegun never -> Optional.empty();
            case ComponentStatus.Acting acting -> Optional.empty();
            case ComponentStatus.Unknown unknown -> Optional.empty();
        };
    }

    private boolean isRetryDue() {
        return hasEnded() && command.tryNumber() <= rule.retries() && error().isPresent();
    }

    private StepExecution nextTry() {
        Map<ComponentId, ComponentStatus> next = new HashMap<>(states);
        next.replaceAll((component, status) -> errorOf(status).isPresent() ? new ComponentStatus.NeverBegun() : status);
        return new StepExecution(rule, commandFor(command.components(), command.tryNumber() + 1), deadline, next, null);
    }

    /** Calls no hardware: components that act stay unfinished, and are observed once the task has failed. */
    private StepExecution expire() {
        String error =
                type().label() + " did not finish within " + rule.timeout().toSeconds() + " s";
        return new StepExecution(rule, command, deadline, states, error);
    }

    /** A component without an answer keeps its status. */
    private StepExecution ensureOpen(FencedHardware hardware) {
        Set<ComponentId> open = states.entrySet().stream()
                .filter(entry -> isUnfinished(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        if (open.isEmpty()) {
            return this;
        }
        Map<ComponentId, ComponentStatus> next = new HashMap<>(states);
        hardware.ensure(commandFor(open, command.tryNumber())).forEach(next::replace);
        return new StepExecution(rule, command, deadline, next, timeoutError);
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
                command.interruptPolicy(),
                tryNumber);
    }
}
