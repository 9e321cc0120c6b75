package io.nicotask.application.user;

import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.util.Optional;
import java.util.function.Function;

/**
 * NICo's access policy: provider admins of an org may act on the tasks at the sites of the org's Infrastructure
 * Provider.
 */
public final class ProviderAdminPolicy implements AccessPolicy {

    private final SiteDirectory sites;

    public ProviderAdminPolicy(SiteDirectory sites) {
        this.sites = sites;
    }

    @Override
    public ProviderAuthorization authorizeProvider(Caller caller, OrgName org) {
        return withProvider(
                caller, org, provider -> new ProviderAuthorization.Granted(), ProviderAuthorization.Denied::new);
    }

    @Override
    public SiteAuthorization authorizeSite(Caller caller, OrgName org, SiteId site) {
        return withProvider(caller, org, provider -> authorizeSiteOf(provider, site), SiteAuthorization.Denied::new);
    }

    @Override
    public Optional<TaskScope> forSystem(SiteId site) {
        return sites.site(site).map(found -> new TaskScope(found.provider(), found.id()));
    }

    private <T> T withProvider(
            Caller caller, OrgName org, Function<ProviderId, T> allowed, Function<DenialReason, T> denied) {
        if (!caller.isMemberOf(org)) {
            return denied.apply(DenialReason.NOT_A_MEMBER);
        }
        if (!caller.isProviderAdminOf(org)) {
            return denied.apply(DenialReason.NO_PROVIDER_ADMIN_ROLE);
        }
        return sites.providerOf(org).map(allowed).orElseGet(() -> denied.apply(DenialReason.NO_PROVIDER));
    }

    private SiteAuthorization authorizeSiteOf(ProviderId provider, SiteId id) {
        Optional<Site> site = sites.site(id).filter(Site::inService);
        if (site.isEmpty()) {
            return new SiteAuthorization.Denied(DenialReason.UNKNOWN_SITE);
        }
        if (!site.get().provider().equals(provider)) {
            return new SiteAuthorization.Denied(DenialReason.FOREIGN_SITE);
        }
        return site.get().flowEnabled()
                ? new SiteAuthorization.Granted(new TaskScope(provider, id))
                : new SiteAuthorization.Denied(DenialReason.NO_FLOW);
    }
}
