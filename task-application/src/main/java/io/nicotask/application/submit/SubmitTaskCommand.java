package io.nicotask.application.submit;

import io.nicotask.application.port.PlainText;
import io.nicotask.application.port.RequestOrigin;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

/**
 * The wish for a task.
 *
 * @param caller who wishes it
 * @param org for which org
 * @param work what is to be done
 * @param origin where the request came from
 */
public record SubmitTaskCommand(
        @NotNull Caller caller,
        @NotNull OrgName org,
        @NotNull @Valid Work work,
        @NotNull RequestOrigin origin) {

    /**
     * What is to be done.
     *
     * @param site at which site
     * @param rack on which rack
     * @param operation what
     * @param description in the submitter's words; empty when there are none
     */
    public record Work(
            @NotNull SiteId site,
            @NotNull RackId rack,
            @NotNull Operation operation,
            @NotNull @PlainText String description) {}
}
