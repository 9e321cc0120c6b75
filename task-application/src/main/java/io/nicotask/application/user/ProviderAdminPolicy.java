package io.nicotask.application.user;

import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.SiteDirectory.ProviderAndSite;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.util.Optional;

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
        return roleDenialOf(caller, org)
                .<ProviderAuthorization>map(ProviderAuthorization.Denied::new)
                .or(() -> sites.providerOf(org).map(ProviderAuthorization.Granted::new))
                .orElseGet(() -> new ProviderAuthorization.Denied(DenialReason.NO_PROVIDER));
    }

    @Override
    public SiteAuthorization authorizeSite(Caller caller, OrgName org, SiteId site) {
        return roleDenialOf(caller, org)
                .<SiteAuthorization>map(SiteAuthorization.Denied::new)
                .orElseGet(() -> authorize(sites.find(org, site)));
    }

    @Override
    public Optional<TaskScope> forSystem(SiteId site) {
        return sites.site(site).map(found -> new TaskScope(found.provider(), found.id()));
    }

    private static Optional<DenialReason> roleDenialOf(Caller caller, OrgName org) {
        if (!caller.isMemberOf(org)) {
            return Optional.of(DenialReason.NOT_A_MEMBER);
        }
        return caller.isProviderAdminOf(org) ? Optional.empty() : Optional.of(DenialReason.NO_PROVIDER_ADMIN_ROLE);
    }

    private static SiteAuthorization authorize(ProviderAndSite found) {
        ProviderId provider = found.provider();
        Site site = found.site();
        if (provider == null) {
            return new SiteAuthorization.Denied(DenialReason.NO_PROVIDER);
        }
        if (site == null) {
            return new SiteAuthorization.Denied(DenialReason.UNKNOWN_SITE);
        }
        if (!site.provider().equals(provider)) {
            return new SiteAuthorization.Denied(DenialReason.FOREIGN_SITE);
        }
        return site.flowEnabled()
                ? new SiteAuthorization.Granted(new TaskScope(provider, site.id()))
                : new SiteAuthorization.Denied(DenialReason.NO_FLOW);
    }
}
