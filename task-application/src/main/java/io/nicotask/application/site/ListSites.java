package io.nicotask.application.site;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.SiteDirectory.SitePage;
import io.nicotask.application.task.ListTasks.Command.Pagination;
import java.util.Objects;

/** Lists the sites of an org's provider. */
@FunctionalInterface
@CheckReturnValue
public interface ListSites {

    /**
     * Returns one page of the sites, by name, as last committed.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when the store is unreachable
     */
    Result list(Command command);

    /** Creates the use case with the given ports. */
    static ListSites using(Ports ports, SiteDirectory sites) {
        return new ListSitesService(ports, sites);
    }

    /**
     * A request to list the sites of the org's provider.
     *
     * @param context who makes the request, for whom, and from where
     * @param number the number of the page, from 1
     * @param size the maximum number of sites on a page, from 1 to {@link Pagination#MAX_SIZE}
     */
    record Command(RequestContext context, int number, int size) {

        public Command {
            Objects.requireNonNull(context, "context");
            if (number < 1) {
                throw new IllegalArgumentException("number must be greater than 0: " + number);
            }
            Pagination.requireSize(size);
        }
    }

    /** The results of {@link ListSites}. */
    sealed interface Result {

        /**
         * A page of the sites.
         *
         * @param page the page
         */
        record Found(SitePage page) implements Result {}

        /**
         * The request is denied.
         *
         * @param reason why
         */
        record Denied(DenialReason reason) implements Result {}
    }
}
