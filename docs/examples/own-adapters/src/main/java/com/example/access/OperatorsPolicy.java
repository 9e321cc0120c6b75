package com.example.access;

import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.user.TrustedCallersPolicy;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.SiteId;
import java.util.Optional;
import java.util.Set;

/** The operators of the service may do everything, for every org; its other users may only read. */
final class OperatorsPolicy implements AccessPolicy {

    private final Set<Subject> operators;
    private final Set<Subject> users;
    private final AccessPolicy sites;

    OperatorsPolicy(Set<Subject> operators, Set<Subject> users, SiteDirectory sites) {
        this.operators = Set.copyOf(operators);
        this.users = Set.copyOf(users);
        this.sites = new TrustedCallersPolicy(sites);
    }

    @Override
    public ProviderAuthorization authorizeProvider(Caller caller, OrgName org, Action action) {
        return may(caller, action)
                ? sites.authorizeProvider(caller, org, action)
                : new ProviderAuthorization.Denied(DenialReason.NOT_PERMITTED);
    }

    @Override
    public SiteAuthorization authorizeSite(Caller caller, OrgName org, SiteId site, Action action) {
        return may(caller, action)
                ? sites.authorizeSite(caller, org, site, action)
                : new SiteAuthorization.Denied(DenialReason.NOT_PERMITTED);
    }

    @Override
    public Optional<TaskScope> forSystem(SiteId site) {
        return sites.forSystem(site);
    }

    private boolean may(Caller caller, Action action) {
        return operators.contains(caller.subject()) || (action.isRead() && users.contains(caller.subject()));
    }
}
