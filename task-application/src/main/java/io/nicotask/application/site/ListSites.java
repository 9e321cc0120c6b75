package io.nicotask.application.site;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.SiteDirectory;

/** Lists the sites of an org's provider. */
@FunctionalInterface
@CheckReturnValue
public interface ListSites {

    /**
     * Returns one page of the sites, by name, as last committed.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when the store is unreachable
     */
    ListSitesResult list(ListSitesCommand command);

    /** Creates the use case with the given ports. */
    static ListSites using(Ports ports, SiteDirectory sites) {
        return new ListSitesService(ports, sites);
    }
}
