package io.nicotask.domain.operation;

import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RuleId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How an operation is carried out. What an id stands for never changes: a changed rule has a new id.
 *
 * @param id the rule's id
 * @param operation the operation
 * @param stages what is done one after the other; the steps within a stage are done side by side
 */
public record OperationRule(RuleId id, Operation operation, List<List<Step>> stages) {

    public OperationRule {
        stages = stages.stream().map(List::copyOf).toList();
        stages.forEach(OperationRule::requireOneStepPerType);
    }

    /** The step of a stage that works on the type of component. */
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
     * What is done to the components of one type.
     *
     * @param type the type
     * @param interruptPolicy what becomes of it when the task is cancelled
     * @param retries how often a component that went wrong is tried again
     * @param timeout how long the step may take in all
     */
    public record Step(ComponentType type, InterruptPolicy interruptPolicy, int retries, Duration timeout) {

        public Step {
            if (retries < 0 || !timeout.isPositive()) {
                throw new IllegalArgumentException(
                        "A step cannot have " + retries + " retries and a timeout of " + timeout);
            }
        }
    }
}
