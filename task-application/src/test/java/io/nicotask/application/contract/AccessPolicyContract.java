package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.nicotask.application.InMemoryStorage;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AccessPolicy.ProviderAuthorization;
import io.nicotask.application.port.AccessPolicy.SiteAuthorization;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract of {@link AccessPolicy}, for any orgs, providers and sites. A policy decides by itself who may act for an
 * org; the contract asks for callers of both kinds.
 */
public abstract class AccessPolicyContract extends PortContract {

    /** The org that callers act for; it has a provider. */
    protected static final OrgName ORG = new OrgName("acme");

    /** An org that has no provider. */
    protected static final OrgName ORG_WITHOUT_PROVIDER = new OrgName("bare");

    private static final ProviderId PROVIDER = new ProviderId(new UUID(1, 1));
    private static final ProviderId OTHER_PROVIDER = new ProviderId(new UUID(1, 2));
    private static final SiteId SITE = new SiteId(new UUID(2, 1));
    private static final SiteId FOREIGN_SITE = new SiteId(new UUID(2, 2));
    private static final SiteId FOREIGN_SITE_WITHOUT_FLOW = new SiteId(new UUID(2, 3));
    private static final SiteId SITE_WITHOUT_FLOW = new SiteId(new UUID(2, 4));
    private static final SiteId RETIRED_SITE = new SiteId(new UUID(2, 5));
    private static final SiteId NO_SITE = new SiteId(new UUID(2, 404));

    private final InMemoryStorage store = new InMemoryStorage(new SettableClock(Instant.EPOCH));

    /** The policy under test, over these sites. */
    protected abstract AccessPolicy policy(SiteDirectory sites);

    /** A caller who may do everything for {@link #ORG} and {@link #ORG_WITHOUT_PROVIDER}. */
    protected abstract Caller callerWhoMay();

    /** Callers who may do nothing for either, each for another reason; none if the policy lets every caller act. */
    protected abstract List<Caller> callersWhoMayNot();

    @ParameterizedTest
    @EnumSource
    void a_caller_who_may_not_act_for_the_org_gets_the_same_denial_for_every_site_and_org(Action action) {
        AccessPolicy policy = policy();
        for (Caller caller : callersWhoMayNot()) {
            ProviderAuthorization.Denied denied = assertThat(policy.authorizeProvider(caller, ORG, action))
                    .as("authorizeProvider MUST deny a caller who may not act for the org")
                    .asInstanceOf(type(ProviderAuthorization.Denied.class))
                    .actual();
            assertThat(policy.authorizeProvider(caller, ORG_WITHOUT_PROVIDER, action))
                    .as("authorizeProvider MUST check the caller before it looks for the provider")
                    .isEqualTo(denied);
            for (SiteId site : List.of(SITE, FOREIGN_SITE, SITE_WITHOUT_FLOW, RETIRED_SITE, NO_SITE)) {
                assertThat(policy.authorizeSite(caller, ORG, site, action))
                        .as("authorizeSite MUST make the checks of authorizeProvider first")
                        .isEqualTo(new SiteAuthorization.Denied(denied.reason()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_org_without_a_provider_is_denied(Action action) {
        assertThat(policy().authorizeProvider(callerWhoMay(), ORG_WITHOUT_PROVIDER, action))
                .isEqualTo(new ProviderAuthorization.Denied(DenialReason.NO_PROVIDER));
        assertThat(policy().authorizeSite(callerWhoMay(), ORG_WITHOUT_PROVIDER, SITE, action))
                .isEqualTo(new SiteAuthorization.Denied(DenialReason.NO_PROVIDER));
    }

    @ParameterizedTest
    @EnumSource
    void a_caller_who_may_act_for_the_org_is_authorized_for_the_sites_of_its_provider(Action action) {
        assertThat(policy().authorizeProvider(callerWhoMay(), ORG, action))
                .isEqualTo(new ProviderAuthorization.Granted(PROVIDER));
        for (SiteId site : List.of(SITE, RETIRED_SITE)) {
            assertThat(policy().authorizeSite(callerWhoMay(), ORG, site, action))
                    .isEqualTo(new SiteAuthorization.Granted(new TaskScope(PROVIDER, site)));
        }
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
    void a_caller_without_access_to_a_site_gets_the_reason(SiteId site, DenialReason reason) {
        assertThat(policy().authorizeSite(callerWhoMay(), ORG, site, Action.CANCEL_TASK))
                .as("authorizeSite MUST check that the site exists, belongs to the org's provider, and has Flow")
                .isEqualTo(new SiteAuthorization.Denied(reason));
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
        return calls.recorded(AccessPolicy.class, policy(store.sites()));
    }
}
