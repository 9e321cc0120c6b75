package io.nicotask.application.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.InMemoryStorage;
import io.nicotask.application.contract.AccessPolicyContract;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AccessPolicy.ProviderAuthorization;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ProviderAdminPolicyTest extends AccessPolicyContract {

    private static final OrgName UNKNOWN_ORG = new OrgName("strange");
    private static final Set<Role> ADMIN = Set.of(new Role("NICO_PROVIDER_ADMIN"));
    private static final Set<Role> VIEWER = Set.of(new Role("NICO_PROVIDER_ADMIN_VIEWER"));

    @Override
    protected AccessPolicy policy(SiteDirectory sites) {
        return new ProviderAdminPolicy(sites);
    }

    @Override
    protected Caller callerWhoMay() {
        return caller(ADMIN);
    }

    @Override
    protected List<Caller> callersWhoMayNot() {
        Caller stranger = new Caller(new Subject("jim"), Profile.EMPTY, Map.of(new OrgName("third"), ADMIN));
        return List.of(caller(VIEWER), caller(Set.of()), stranger);
    }

    static Stream<Arguments> denials() {
        return Stream.of(
                Arguments.of(caller(ADMIN), UNKNOWN_ORG, DenialReason.NOT_A_MEMBER),
                Arguments.of(caller(VIEWER), ORG, DenialReason.NO_PROVIDER_ADMIN_ROLE),
                Arguments.of(caller(Set.of()), ORG, DenialReason.NO_PROVIDER_ADMIN_ROLE),
                Arguments.of(caller(VIEWER), ORG_WITHOUT_PROVIDER, DenialReason.NO_PROVIDER_ADMIN_ROLE));
    }

    @ParameterizedTest
    @MethodSource("denials")
    void membership_is_checked_before_the_role(Caller caller, OrgName org, DenialReason reason) {
        SiteDirectory none = new InMemoryStorage(new SettableClock(Instant.EPOCH)).sites();

        assertThat(policy(none).authorizeProvider(caller, org, Action.CANCEL_TASK))
                .isEqualTo(new ProviderAuthorization.Denied(reason));
    }

    /** A member of two orgs with the same roles in both, and an admin of a third. */
    private static Caller caller(Set<Role> roles) {
        return new Caller(
                new Subject("jane"),
                Profile.EMPTY,
                Map.of(ORG, roles, ORG_WITHOUT_PROVIDER, roles, new OrgName("third"), ADMIN));
    }
}
