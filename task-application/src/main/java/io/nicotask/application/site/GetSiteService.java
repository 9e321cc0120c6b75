package io.nicotask.application.site;

import io.nicotask.application.internal.SiteRequests;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
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
    public GetSite.Result get(GetSite.Command command) {
        return requests.authorizeProvider(
                command.context(), Action.GET_SITE, provider -> get(command, provider), GetSite.Result.Denied::new);
    }

    private GetSite.Result get(GetSite.Command command, ProviderId provider) {
        Optional<Site> site = sites.site(command.site());
        if (site.isEmpty()) {
            return new GetSite.Result.NotFound();
        }
        return site.get().provider().equals(provider)
                ? new GetSite.Result.Found(site.get())
                : new GetSite.Result.Denied(requests.auditDenial(
                        command.context().audited(Action.GET_SITE, command.site(), null), DenialReason.FOREIGN_SITE));
    }
}
