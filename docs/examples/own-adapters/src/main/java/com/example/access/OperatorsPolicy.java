package com.example.access;

import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.user.TrustedCallersPolicy;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.SiteId;
import java.util.Optional;
import java.util.Set;

/** Only the operators of the service may act, for every org. */
final class OperatorsPolicy implements AccessPolicy {

    private final Set<Subject> operators;
    private final AccessPolicy sites;

    OperatorsPolicy(Set<Subject> operators, SiteDirectory sites) {
        this.operators = Set.copyOf(operators);
        this.sites = new TrustedCallersPolicy(sites);
    }

    @Override
    public ProviderAuthorization authorizeProvider(Caller caller, OrgName org) {
        return operators.contains(caller.subject())
                ? sites.authorizeProvider(caller, org)
                : new ProviderAuthorization.Denied(DenialReason.NOT_PERMITTED);
    }

    @Override
    public SiteAuthorization authorizeSite(Caller caller, OrgName org, SiteId site) {
        return operators.contains(caller.subject())
                ? sites.authorizeSite(caller, org, site)
                : new SiteAuthorization.Denied(DenialReason.NOT_PERMITTED);
    }

    @Override
    public Optional<TaskScope> forSystem(SiteId site) {
        return sites.forSystem(site);
    }
}
