package io.nicotask.application.site;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.SiteDirectory.Site;

/** The results of {@link GetSite}. */
public sealed interface GetSiteResult {

    /**
     * The site, which may be retired.
     *
     * @param site the site
     */
    record Found(Site site) implements GetSiteResult {}

    /** There is no such site. */
    record NotFound() implements GetSiteResult {}

    /**
     * The request is denied; also for a site of another provider.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements GetSiteResult {}
}
