package io.nicotask.application.site;

import io.nicotask.application.port.RequestContext;
import io.nicotask.domain.value.SiteId;
import java.util.Objects;

/**
 * A request to read a site.
 *
 * @param context who makes the request, for whom, and from where
 * @param site the site
 */
public record GetSiteCommand(RequestContext context, SiteId site) {

    public GetSiteCommand {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(site, "site");
    }
}
