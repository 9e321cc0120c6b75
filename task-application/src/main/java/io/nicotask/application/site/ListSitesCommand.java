package io.nicotask.application.site;

import io.nicotask.application.port.RequestContext;
import io.nicotask.application.task.ListTasksCommand.Pagination;
import java.util.Objects;

/**
 * A request to list the sites of the org's provider.
 *
 * @param context who makes the request, for whom, and from where
 * @param number the number of the page, from 1
 * @param size the maximum number of sites on a page, from 1 to {@link Pagination#MAX_SIZE}
 */
public record ListSitesCommand(RequestContext context, int number, int size) {

    public ListSitesCommand {
        Objects.requireNonNull(context, "context");
        if (number < 1) {
            throw new IllegalArgumentException("number must be greater than 0: " + number);
        }
        Pagination.requireSize(size);
    }
}
