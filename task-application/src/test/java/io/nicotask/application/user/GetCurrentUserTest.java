package io.nicotask.application.user;

import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.callerWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.UserDirectory.User;
import io.nicotask.application.user.GetCurrentUser.Result.Denied;
import io.nicotask.application.user.GetCurrentUser.Result.Found;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.OrgName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

final class GetCurrentUserTest {

    private static final Caller JANE = callerWith();

    private final SiteFixture site = new SiteFixture();
    private final GetCurrentUser getCurrentUser =
            GetCurrentUser.using(site.store.users(), site.ports.audit(), site.clock);

    @Test
    void a_member_without_roles_gets_its_user() {
        GetCurrentUser.Result result =
                getCurrentUser.get(new GetCurrentUser.Command(new RequestContext(JANE, ORG, ORIGIN)));

        Instant now = site.clock.instant().truncatedTo(ChronoUnit.MICROS);
        assertThat(result).isEqualTo(new Found(new User(JANE.subject(), JANE.profile(), now, now)));
        assertThat(site.store.auditEntries()).isEmpty();
    }

    @Test
    void a_user_is_created_by_the_first_request_and_updated_with_its_profile() {
        Instant first = userOf(JANE).created();
        site.clock.tick(Duration.ofMinutes(1));
        User again = userOf(JANE);
        site.clock.tick(Duration.ofMinutes(1));

        User renamed = userOf(new Caller(JANE.subject(), new Profile("Jane", "Roe", ""), JANE.memberships()));

        assertThat(again.updated()).isEqualTo(first);
        assertThat(renamed.created()).isEqualTo(first);
        assertThat(renamed.updated()).isEqualTo(first.plus(Duration.ofMinutes(2)));
        assertThat(renamed.id()).isEqualTo(again.id());
    }

    @Test
    void a_caller_of_another_org_is_denied_audited_and_not_stored() {
        OrgName otherOrg = new OrgName("strange");

        GetCurrentUser.Result result =
                getCurrentUser.get(new GetCurrentUser.Command(new RequestContext(JANE, otherOrg, ORIGIN)));

        AuditedRequest request =
                new AuditedRequest(JANE.subject(), otherOrg, Action.GET_CURRENT_USER, null, null, ORIGIN);
        Outcome denied = new Outcome.Denied(DenialReason.NOT_A_MEMBER);
        Instant before = site.clock.instant();
        assertThat(result).isEqualTo(new Denied(DenialReason.NOT_A_MEMBER));
        assertThat(site.store.auditEntries()).containsExactly(new AuditEntry(before, request, denied, null));
        site.clock.tick(Duration.ofMinutes(1));
        assertThat(userOf(JANE).created()).isAfter(before);
    }

    private User userOf(Caller caller) {
        return ((Found) getCurrentUser.get(new GetCurrentUser.Command(new RequestContext(caller, ORG, ORIGIN)))).user();
    }
}
