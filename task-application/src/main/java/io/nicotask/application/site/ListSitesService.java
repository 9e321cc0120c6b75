package io.nicotask.application.site;

import io.nicotask.application.internal.SiteRequests;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.SiteDirectory;

final class ListSitesService implements ListSites {

    private final SiteDirectory sites;
    private final SiteRequests requests;

    ListSitesService(Ports ports, SiteDirectory sites) {
        this.sites = sites;
        this.requests = new SiteRequests(ports);
    }

    @Override
    public ListSites.Result list(ListSites.Command command) {
        return requests.authorizeProvider(
                command.context(),
                Action.LIST_SITES,
                provider -> new ListSites.Result.Found(sites.page(provider, command.number(), command.size())),
                ListSites.Result.Denied::new);
    }
}
