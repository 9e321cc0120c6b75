package io.nicotask.application.site;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.domain.value.SiteId;
import java.util.Objects;

/** Reads a site of an org's provider. */
@FunctionalInterface
@CheckReturnValue
public interface GetSite {

    /**
     * Returns the site as last committed.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when the store is unreachable
     */
    Result get(Command command);

    /** Creates the use case with the given ports. */
    static GetSite using(Ports ports, SiteDirectory sites) {
        return new GetSiteService(ports, sites);
    }

    /**
     * A request to read a site.
     *
     * @param context who makes the request, for whom, and from where
     * @param site the site
     */
    record Command(RequestContext context, SiteId site) {

        public Command {
            Objects.requireNonNull(context, "context");
            Objects.requireNonNull(site, "site");
        }
    }

    /** The results of {@link GetSite}. */
    sealed interface Result {

        /**
         * The site, which may be retired.
         *
         * @param site the site
         */
        record Found(Site site) implements Result {}

        /** There is no such site. */
        record NotFound() implements Result {}

        /**
         * The request is denied; also for a site of another provider.
         *
         * @param reason why
         */
        record Denied(DenialReason reason) implements Result {}
    }
}
