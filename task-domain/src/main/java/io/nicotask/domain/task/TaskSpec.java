package io.nicotask.domain.task;

import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.RuleId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TextConstraints;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for when a task was submitted. It never changes, but for the rule, which is resolved once.
 *
 * @param site the site that owns the task
 * @param rack the rack that the task works on
 * @param operation what is done there
 * @param components to which components
 * @param description the submitter's words, at most {@link TextConstraints#MAX_CHARACTERS} characters; empty when there are none
 * @param rule the Operation Rule of the task, or null while none has been resolved
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

    /** The same request, with its rule resolved. */
    TaskSpec withRule(RuleId to) {
        return new TaskSpec(site, rack, operation, components, description, to);
    }
}
