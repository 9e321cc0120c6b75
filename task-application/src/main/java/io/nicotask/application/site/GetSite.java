package io.nicotask.application.site;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.SiteDirectory;

/** Reads a site of an org's provider. */
@FunctionalInterface
@CheckReturnValue
public interface GetSite {

    /**
     * Returns the site as last committed.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when the store is unreachable
     */
    GetSiteResult get(GetSiteCommand command);

    /** Creates the use case with the given ports. */
    static GetSite using(Ports ports, SiteDirectory sites) {
        return new GetSiteService(ports, sites);
    }
}
