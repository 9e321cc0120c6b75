package io.nicotask.application.user;

import static io.nicotask.application.SiteFixture.ADMIN;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORG_WITHOUT_PROVIDER;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.VIEWER;
import static io.nicotask.application.SiteFixture.callerWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.internal.DenialAuditor;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.user.AuthorizeProvider.Result.Denied;
import io.nicotask.application.user.AuthorizeProvider.Result.Granted;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class AuthorizeProviderTest {

    private final SiteFixture site = new SiteFixture();
    private final AuthorizeProvider authorizeProvider =
            AuthorizeProvider.using(site.ports.access(), site.ports.audit(), site.clock);

    @Test
    void an_admin_is_authorized_without_an_audit_entry() {
        AuthorizeProvider.Result result = authorizeProvider.authorize(
                new AuthorizeProvider.Command(new RequestContext(callerWith(ADMIN), ORG, ORIGIN), Action.CANCEL_TASK));

        assertThat(result).isEqualTo(new Granted());
        assertThat(site.store.auditEntries()).isEmpty();
    }

    static Stream<Arguments> denials() {
        return Stream.of(
                Arguments.of(callerWith(ADMIN), new OrgName("strange"), DenialReason.NOT_A_MEMBER),
                Arguments.of(callerWith(VIEWER), ORG, DenialReason.NO_PROVIDER_ADMIN_ROLE),
                Arguments.of(callerWith(ADMIN), ORG_WITHOUT_PROVIDER, DenialReason.NO_PROVIDER));
    }

    @ParameterizedTest
    @MethodSource("denials")
    void a_denial_is_audited_once(Caller caller, OrgName org, DenialReason reason) {
        AuthorizeProvider.Result result = authorizeProvider.authorize(
                new AuthorizeProvider.Command(new RequestContext(caller, org, ORIGIN), Action.GET_TASK));

        AuditedRequest request = new AuditedRequest(caller.subject(), org, Action.GET_TASK, null, null, ORIGIN);
        assertThat(result).isEqualTo(new Denied(reason));
        assertThat(site.store.auditEntries())
                .containsExactly(new AuditEntry(site.clock.instant(), request, new Outcome.Denied(reason), null));
    }

    @ParameterizedTest
    @EnumSource
    void every_denial_except_for_an_unknown_site_is_audited(DenialReason reason) {
        AuditedRequest request = new AuditedRequest(callerWith().subject(), ORG, Action.GET_TASK, null, null, ORIGIN);

        DenialReason audited = new DenialAuditor(site.ports.audit(), site.clock).audit(request, reason);

        assertThat(audited).isEqualTo(reason);
        assertThat(site.store.auditEntries()).hasSize(reason == DenialReason.UNKNOWN_SITE ? 0 : 1);
    }
}
