package io.nicotask.application.user;

import io.nicotask.application.contract.AccessPolicyContract;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Subject;
import java.util.List;

final class TrustedCallersPolicyTest extends AccessPolicyContract {

    @Override
    protected AccessPolicy policy(SiteDirectory sites) {
        return new TrustedCallersPolicy(sites);
    }

    @Override
    protected Caller callerWhoMay() {
        return RequestContext.ofTrusted(new Subject("scheduler"), ORG, "request-1")
                .caller();
    }

    @Override
    protected List<Caller> callersWhoMayNot() {
        return List.of();
    }
}
