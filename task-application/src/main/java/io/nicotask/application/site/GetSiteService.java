package io.nicotask.application.site;

import io.nicotask.application.internal.SiteRequests;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.domain.value.ProviderId;
import java.util.Optional;

final class GetSiteService implements GetSite {

    private final SiteDirectory sites;
    private final SiteRequests requests;

    GetSiteService(Ports ports, SiteDirectory sites) {
        this.sites = sites;
        this.requests = new SiteRequests(ports);
    }

    @Override
    public GetSiteResult get(GetSiteCommand command) {
        return requests.authorizeProvider(
                command.context(), Action.GET_SITE, provider -> get(command, provider), GetSiteResult.Denied::new);
    }

    private GetSiteResult get(GetSiteCommand command, ProviderId provider) {
        Optional<Site> site = sites.site(command.site());
        if (site.isEmpty()) {
            return new GetSiteResult.NotFound();
        }
        return site.get().provider().equals(provider)
                ? new GetSiteResult.Found(site.get())
                : new GetSiteResult.Denied(requests.auditDenial(
                        command.context().audited(Action.GET_SITE, command.site(), null), DenialReason.FOREIGN_SITE));
    }
}
