package io.nicotask.domain.operation;

import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RuleId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How an operation is carried out. A rule is immutable under its id: a changed rule has a new id.
 *
 * @param id the rule's id
 * @param operation the operation
 * @param stages the stages in order of execution; the steps of a stage run side by side
 */
public record OperationRule(RuleId id, Operation operation, List<List<Step>> stages) {

    public OperationRule {
        stages = stages.stream().map(List::copyOf).toList();
        stages.forEach(OperationRule::requireOneStepPerType);
    }

    /** Returns the step of the stage, numbered from 1, for the component type. */
    public Step step(int stage, ComponentType type) {
        return stages.get(stage - 1).stream()
                .filter(step -> step.type() == type)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("Rule " + id + " has no " + type.label() + " in stage " + stage));
    }

    private static void requireOneStepPerType(List<Step> stage) {
        Set<ComponentType> types = new HashSet<>();
        if (stage.isEmpty() || !stage.stream().allMatch(step -> types.add(step.type()))) {
            throw new IllegalArgumentException("A stage has one step per component type, not " + stage);
        }
    }

    /**
     * The work on the components of one type in one stage.
     *
     * @param type the component type
     * @param interruptPolicy what a cancel of the task does to the step once it has begun
     * @param retries how often a failed component is tried again
     * @param timeout the total time limit of the step
     */
    public record Step(ComponentType type, InterruptPolicy interruptPolicy, int retries, Duration timeout) {

        public Step {
            if (retries < 0 || !timeout.isPositive()) {
                throw new IllegalArgumentException(
                        "A step cannot have " + retries + " retries and a timeout of " + timeout);
            }
        }
    }

    /** What a cancel does to a step that has begun. */
    public enum InterruptPolicy {
        /** The step is aborted. */
        INTERRUPTIBLE,
        /** The step is finished: an abort could leave the component unusable. */
        RUN_TO_COMPLETION
    }
}
