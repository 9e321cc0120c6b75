package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.InMemoryStorage;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AccessPolicy.ProviderAuthorization;
import io.nicotask.application.port.AccessPolicy.SiteAuthorization;
import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.Role;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@link AccessPolicy}, for any orgs, providers and sites. */
public abstract class AccessPolicyContract {

    private static final OrgName ORG = new OrgName("acme");
    private static final OrgName ORG_WITHOUT_PROVIDER = new OrgName("bare");
    private static final OrgName UNKNOWN_ORG = new OrgName("strange");
    private static final ProviderId PROVIDER = new ProviderId(new UUID(1, 1));
    private static final ProviderId OTHER_PROVIDER = new ProviderId(new UUID(1, 2));
    private static final SiteId SITE = new SiteId(new UUID(2, 1));
    private static final SiteId FOREIGN_SITE = new SiteId(new UUID(2, 2));
    private static final SiteId FOREIGN_SITE_WITHOUT_FLOW = new SiteId(new UUID(2, 3));
    private static final SiteId SITE_WITHOUT_FLOW = new SiteId(new UUID(2, 4));
    private static final SiteId RETIRED_SITE = new SiteId(new UUID(2, 5));
    private static final SiteId NO_SITE = new SiteId(new UUID(2, 404));
    private static final Set<Role> ADMIN = Set.of(new Role("NICO_PROVIDER_ADMIN"));
    private static final Set<Role> VIEWER = Set.of(new Role("NICO_PROVIDER_ADMIN_VIEWER"));

    private final InMemoryStorage store = new InMemoryStorage(new SettableClock(Instant.EPOCH));

    /** The policy under test, over these sites. */
    protected abstract AccessPolicy policy(SiteDirectory sites);

    static Stream<Arguments> denials() {
        return Stream.of(
                Arguments.of(caller(ADMIN), UNKNOWN_ORG, DenialReason.NOT_A_MEMBER),
                Arguments.of(caller(VIEWER), ORG, DenialReason.NO_PROVIDER_ADMIN_ROLE),
                Arguments.of(caller(Set.of()), ORG, DenialReason.NO_PROVIDER_ADMIN_ROLE),
                Arguments.of(caller(VIEWER), ORG_WITHOUT_PROVIDER, DenialReason.NO_PROVIDER_ADMIN_ROLE),
                Arguments.of(caller(ADMIN), ORG_WITHOUT_PROVIDER, DenialReason.NO_PROVIDER));
    }

    @ParameterizedTest
    @MethodSource("denials")
    void an_unauthorized_caller_gets_the_same_reason_for_every_site(Caller caller, OrgName org, DenialReason reason) {
        assertThat(policy().authorizeProvider(caller, org)).isEqualTo(new ProviderAuthorization.Denied(reason));
        for (SiteId site : Set.of(SITE, FOREIGN_SITE, SITE_WITHOUT_FLOW, NO_SITE)) {
            assertThat(policy().authorizeSite(caller, org, site)).isEqualTo(new SiteAuthorization.Denied(reason));
        }
    }

    @Test
    void an_admin_of_the_orgs_provider_is_authorized_for_its_sites() {
        assertThat(policy().authorizeProvider(caller(ADMIN), ORG))
                .isEqualTo(new ProviderAuthorization.Granted(PROVIDER));
        assertThat(policy().authorizeSite(caller(ADMIN), ORG, SITE))
                .isEqualTo(new SiteAuthorization.Granted(new TaskScope(PROVIDER, SITE)));
    }

    @Test
    void an_admin_is_authorized_for_a_retired_site() {
        assertThat(policy().authorizeSite(caller(ADMIN), ORG, RETIRED_SITE))
                .isEqualTo(new SiteAuthorization.Granted(new TaskScope(PROVIDER, RETIRED_SITE)));
    }

    static Stream<Arguments> deniedSites() {
        return Stream.of(
                Arguments.of(NO_SITE, DenialReason.UNKNOWN_SITE),
                Arguments.of(FOREIGN_SITE, DenialReason.FOREIGN_SITE),
                Arguments.of(FOREIGN_SITE_WITHOUT_FLOW, DenialReason.FOREIGN_SITE),
                Arguments.of(SITE_WITHOUT_FLOW, DenialReason.NO_FLOW));
    }

    @ParameterizedTest
    @MethodSource("deniedSites")
    void an_admin_without_access_to_a_site_gets_the_reason(SiteId site, DenialReason reason) {
        assertThat(policy().authorizeSite(caller(ADMIN), ORG, site)).isEqualTo(new SiteAuthorization.Denied(reason));
    }

    static Stream<SiteId> sites() {
        return Stream.of(SITE, SITE_WITHOUT_FLOW, RETIRED_SITE);
    }

    @ParameterizedTest
    @MethodSource("sites")
    void the_system_has_access_to_every_existing_site(SiteId site) {
        assertThat(policy().forSystem(site)).contains(new TaskScope(PROVIDER, site));
    }

    @Test
    void the_system_has_no_access_to_an_unknown_site() {
        assertThat(policy().forSystem(NO_SITE)).isEmpty();
    }

    private AccessPolicy policy() {
        store.put(ORG, PROVIDER);
        store.put(new Site(SITE, PROVIDER, true));
        store.put(new Site(FOREIGN_SITE, OTHER_PROVIDER, true));
        store.put(new Site(FOREIGN_SITE_WITHOUT_FLOW, OTHER_PROVIDER, false));
        store.put(new Site(SITE_WITHOUT_FLOW, PROVIDER, false));
        store.put(new Site(RETIRED_SITE, PROVIDER, "retired", true, Instant.EPOCH));
        return policy(store.sites());
    }

    /** A member of two orgs with the same roles in both, and an admin of a third. */
    private static Caller caller(Set<Role> roles) {
        return new Caller(
                new Subject("jane"),
                Profile.EMPTY,
                Map.of(ORG, roles, ORG_WITHOUT_PROVIDER, roles, new OrgName("third"), ADMIN));
    }
}
