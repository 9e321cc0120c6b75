package io.nicotask.application.user;

import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
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
 * The policy of a service that has checked its callers itself: every caller may do everything for every org, at the sites of the
 * org's provider. The roles of the caller mean nothing. Make requests by
 * {@link io.nicotask.application.port.RequestContext#ofTrusted}.
 */
public final class TrustedCallersPolicy implements AccessPolicy {

    private final SiteDirectory sites;

    public TrustedCallersPolicy(SiteDirectory sites) {
        this.sites = sites;
    }

    @Override
    public ProviderAuthorization authorizeProvider(Caller caller, OrgName org, Action action) {
        return sites.providerOf(org)
                .<ProviderAuthorization>map(ProviderAuthorization.Granted::new)
                .orElseGet(() -> new ProviderAuthorization.Denied(DenialReason.NO_PROVIDER));
    }

    @Override
    public SiteAuthorization authorizeSite(Caller caller, OrgName org, SiteId id, Action action) {
        ProviderAndSite found = sites.find(org, id);
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

    @Override
    public Optional<TaskScope> forSystem(SiteId site) {
        return sites.site(site).map(found -> new TaskScope(found.provider(), found.id()));
    }
}
