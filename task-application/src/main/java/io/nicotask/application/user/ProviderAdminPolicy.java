package io.nicotask.application.user;

import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.SiteId;
import java.util.Optional;

/**
 * NICo's access policy: provider admins of an org may act on the tasks at the sites of the org's Infrastructure
 * Provider. Membership, role and provider are checked in this order.
 */
public final class ProviderAdminPolicy implements AccessPolicy {

    private final AccessPolicy admins;

    public ProviderAdminPolicy(SiteDirectory sites) {
        this.admins = new TrustedCallersPolicy(sites);
    }

    @Override
    public ProviderAuthorization authorizeProvider(Caller caller, OrgName org, Action action) {
        return roleDenialOf(caller, org)
                .<ProviderAuthorization>map(ProviderAuthorization.Denied::new)
                .orElseGet(() -> admins.authorizeProvider(caller, org, action));
    }

    @Override
    public SiteAuthorization authorizeSite(Caller caller, OrgName org, SiteId site, Action action) {
        return roleDenialOf(caller, org)
                .<SiteAuthorization>map(SiteAuthorization.Denied::new)
                .orElseGet(() -> admins.authorizeSite(caller, org, site, action));
    }

    @Override
    public Optional<TaskScope> forSystem(SiteId site) {
        return admins.forSystem(site);
    }

    private static Optional<DenialReason> roleDenialOf(Caller caller, OrgName org) {
        if (!caller.isMemberOf(org)) {
            return Optional.of(DenialReason.NOT_A_MEMBER);
        }
        return caller.isProviderAdminOf(org) ? Optional.empty() : Optional.of(DenialReason.NO_PROVIDER_ADMIN_ROLE);
    }
}
