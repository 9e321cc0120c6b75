package com.example.access;

import io.nicotask.application.contract.AccessPolicyContract;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Subject;
import java.util.List;
import java.util.Set;

/** Runs the contract of the port over the policy of the service. */
final class OperatorsPolicyTest extends AccessPolicyContract {

    private static final Subject JANE = new Subject("jane");

    @Override
    protected AccessPolicy policy(SiteDirectory sites) {
        return new OperatorsPolicy(Set.of(JANE), sites);
    }

    @Override
    protected Caller callerWhoMay() {
        return RequestContext.ofTrusted(JANE, ORG, "request-1").caller();
    }

    @Override
    protected List<Caller> callersWhoMayNot() {
        return List.of(RequestContext.ofTrusted(new Subject("joe"), ORG, "request-2").caller());
    }
}
