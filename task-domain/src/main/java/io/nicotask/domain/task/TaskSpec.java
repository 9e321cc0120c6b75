package io.nicotask.domain.task;

import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.RuleId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TextConstraints;
import org.jspecify.annotations.Nullable;

/**
 * The request that a task was submitted with. It never changes, except that its rule is resolved once.
 *
 * @param site the site that owns the task
 * @param rack the rack that the task works on
 * @param operation the operation to carry out
 * @param components the components to work on
 * @param description the client's description, at most {@link TextConstraints#MAX_CHARACTERS} characters; empty when
 *     there is none
 * @param rule the operation rule, or null while none has been resolved
 */
public record TaskSpec(
        SiteId site,
        RackId rack,
        Operation operation,
        ComponentSelection components,
        String description,
        @Nullable RuleId rule) {

    public TaskSpec {
        TextConstraints.requireValid(description, "description");
    }

    /** Returns the same request with a resolved rule. */
    TaskSpec withRule(RuleId resolved) {
        return new TaskSpec(site, rack, operation, components, description, resolved);
    }
}
