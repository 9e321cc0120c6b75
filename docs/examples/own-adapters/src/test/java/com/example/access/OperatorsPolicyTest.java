package com.example.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.AccessPolicyContract;
import io.nicotask.application.memory.TestTasks;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.SiteAuthorization;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Subject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs the contract of the port over the policy of the service. */
final class OperatorsPolicyTest extends AccessPolicyContract {

    private static final Subject JANE = new Subject("jane");
    private static final Subject JOE = new Subject("joe");

    @Override
    protected AccessPolicy policy(SiteDirectory sites) {
        return new OperatorsPolicy(Set.of(JANE), Set.of(JOE), sites);
    }

    @Override
    protected Caller callerWhoMay() {
        return RequestContext.ofTrusted(JANE, ORG, "request-1").caller();
    }

    @Override
    protected List<Caller> callersWhoMayNot() {
        return List.of(RequestContext.ofTrusted(new Subject("jim"), ORG, "request-2").caller());
    }

    @ParameterizedTest
    @EnumSource
    void a_user_who_is_no_operator_may_only_read(Action action) {
        Caller joe = RequestContext.ofTrusted(JOE, TestTasks.ORG, "request-3").caller();
        AccessPolicy policy = policy(new TestTasks().storage().sites());

        SiteAuthorization answer = policy.authorizeSite(joe, TestTasks.ORG, TestTasks.SITE, action);

        assertThat(answer instanceof SiteAuthorization.Granted).isEqualTo(action.isRead());
    }
}
