package io.nicotask.domain.task;

import io.nicotask.domain.access.SiteId;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for when a task was submitted. It never changes, but for the rule, which is resolved once.
 *
 * @param site the site that owns the task
 * @param rack the rack that the task works on
 * @param operation what is done there
 * @param components to which components
 * @param description the submitter's words, at most {@link Text#MAX_CHARACTERS} characters; empty when there are none
 * @param rule the Operation Rule of the task, or null while none has been resolved
 */
public record TaskRequest(
        SiteId site,
        RackId rack,
        Operation operation,
        Components components,
        String description,
        @Nullable RuleId rule) {

    public TaskRequest {
        Text.checked(description, "description");
    }

    /** The same request, with its rule resolved. */
    TaskRequest resolved(RuleId to) {
        return new TaskRequest(site, rack, operation, components, description, to);
    }
}
