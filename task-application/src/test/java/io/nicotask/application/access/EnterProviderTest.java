package io.nicotask.application.access;

import static io.nicotask.application.TestSite.ADMIN;
import static io.nicotask.application.TestSite.ORG;
import static io.nicotask.application.TestSite.ORG_WITHOUT_PROVIDER;
import static io.nicotask.application.TestSite.ORIGIN;
import static io.nicotask.application.TestSite.VIEWER;
import static io.nicotask.application.TestSite.callerWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.TestSite;
import io.nicotask.application.access.EnterProviderResult.Denied;
import io.nicotask.application.access.EnterProviderResult.Entered;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.DenialReason;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class EnterProviderTest {

    private final TestSite site = new TestSite();
    private final EnterProvider enterProvider =
            EnterProvider.using(site.ports.access(), site.ports.audit(), site.clock);

    @Test
    void an_admin_enters_and_nothing_is_audited() {
        EnterProviderResult result =
                enterProvider.enter(new EnterProviderCommand(callerWith(ADMIN), ORG, Action.CANCEL_TASK, ORIGIN));

        assertThat(result).isEqualTo(new Entered());
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
        EnterProviderResult result =
                enterProvider.enter(new EnterProviderCommand(caller, org, Action.GET_TASK, ORIGIN));

        Wish wish = new Wish(caller.subject(), org, Action.GET_TASK, null, null, ORIGIN);
        assertThat(result).isEqualTo(new Denied(reason));
        assertThat(site.store.auditEntries())
                .containsExactly(new AuditEntry(site.clock.instant(), wish, new Outcome.Denied(reason), null));
    }

    @ParameterizedTest
    @EnumSource
    void every_denial_but_that_of_an_unknown_site_is_audited(DenialReason reason) {
        Wish wish = new Wish(callerWith().subject(), ORG, Action.GET_TASK, null, null, ORIGIN);

        DenialReason audited = new Denials(site.ports.audit(), site.clock).audited(wish, reason);

        assertThat(audited).isEqualTo(reason);
        assertThat(site.store.auditEntries()).hasSize(reason == DenialReason.UNKNOWN_SITE ? 0 : 1);
    }
}
