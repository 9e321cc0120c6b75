package io.nicotask.application.access;

import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.ProviderId;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.access.TaskScope;
import java.util.Optional;
import java.util.function.Function;

/** NICo's rule: provider admins of an org act on the tasks at the sites of the org's Infrastructure Provider. */
public final class ProviderAdminPolicy implements AccessPolicy {

    private final SiteDirectory sites;

    public ProviderAdminPolicy(SiteDirectory sites) {
        this.sites = sites;
    }

    @Override
    public Entry enter(Caller caller, OrgName org) {
        return providerFor(caller, org, provider -> new Entry.Entered(), Entry.Denied::new);
    }

    @Override
    public Admission admit(Caller caller, OrgName org, SiteId site) {
        return providerFor(caller, org, provider -> siteOf(provider, site), Admission.Denied::new);
    }

    @Override
    public Optional<TaskScope> forSystem(SiteId site) {
        return sites.site(site).map(found -> new TaskScope(found.provider(), found.id()));
    }

    private <T> T providerFor(
            Caller caller, OrgName org, Function<ProviderId, T> allowed, Function<DenialReason, T> denied) {
        if (!caller.isMemberOf(org)) {
            return denied.apply(DenialReason.NOT_A_MEMBER);
        }
        if (!caller.isProviderAdminOf(org)) {
            return denied.apply(DenialReason.NO_PROVIDER_ADMIN_ROLE);
        }
        return sites.providerOf(org).map(allowed).orElseGet(() -> denied.apply(DenialReason.NO_PROVIDER));
    }

    private Admission siteOf(ProviderId provider, SiteId id) {
        Optional<Site> site = sites.site(id).filter(Site::inService);
        if (site.isEmpty()) {
            return new Admission.Denied(DenialReason.UNKNOWN_SITE);
        }
        if (!site.get().provider().equals(provider)) {
            return new Admission.Denied(DenialReason.FOREIGN_SITE);
        }
        return site.get().flowEnabled()
                ? new Admission.Admitted(new TaskScope(provider, id))
                : new Admission.Denied(DenialReason.NO_FLOW);
    }
}
