package io.nicotask.application.site;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.SiteDirectory.SitePage;

/** The results of {@link ListSites}. */
public sealed interface ListSitesResult {

    /**
     * A page of the sites.
     *
     * @param page the page
     */
    record Found(SitePage page) implements ListSitesResult {}

    /**
     * The request is denied.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements ListSitesResult {}
}
