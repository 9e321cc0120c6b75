package io.nicotask.application.site;

import static io.nicotask.application.RefusalAssertions.assertDenialAudited;
import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.FOREIGN_SITE;
import static io.nicotask.application.SiteFixture.NO_SITE;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORG_WITHOUT_PROVIDER;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.RETIRED_SITE;
import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.application.SiteFixture.VIEWER;
import static io.nicotask.application.SiteFixture.callerWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.SiteId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link ListSites} and {@link GetSite}. */
final class SiteReadingTest {

    private static final RequestContext CONTEXT = new RequestContext(CALLER, ORG, ORIGIN);

    private final SiteFixture fixture = new SiteFixture();
    private final ListSites listSites = ListSites.using(fixture.ports, fixture.store.sites());
    private final GetSite getSite = GetSite.using(fixture.ports, fixture.store.sites());

    @Test
    void the_sites_of_the_provider_are_listed_the_retired_one_included() {
        ListSites.Result.Found first = (ListSites.Result.Found) listSites.list(new ListSites.Command(CONTEXT, 1, 3));
        ListSites.Result.Found second = (ListSites.Result.Found) listSites.list(new ListSites.Command(CONTEXT, 2, 3));

        assertThat(first.page().total()).isEqualTo(4);
        assertThat(first.page().sites()).extracting(Site::id).contains(SITE).doesNotContain(FOREIGN_SITE);
        assertThat(second.page().sites()).extracting(Site::id).containsExactly(RETIRED_SITE);
    }

    @Test
    void a_site_is_found_also_when_it_is_retired() {
        assertThat(get(SITE)).isEqualTo(new GetSite.Result.Found(siteWith(SITE)));
        assertThat(get(RETIRED_SITE)).isEqualTo(new GetSite.Result.Found(siteWith(RETIRED_SITE)));
        assertThat(fixture.store.auditEntries()).isEmpty();
    }

    @Test
    void an_unknown_site_is_not_found() {
        assertThat(get(NO_SITE)).isEqualTo(new GetSite.Result.NotFound());
        assertThat(fixture.store.auditEntries()).isEmpty();
    }

    @Test
    void a_site_of_another_provider_is_denied_and_audited() {
        assertThat(get(FOREIGN_SITE)).isEqualTo(new GetSite.Result.Denied(DenialReason.FOREIGN_SITE));
        assertDenialAudited(fixture, Action.GET_SITE, FOREIGN_SITE, null, DenialReason.FOREIGN_SITE);
    }

    static Stream<Arguments> denials() {
        return Stream.of(
                Arguments.of(new RequestContext(CALLER, new OrgName("strange"), ORIGIN), DenialReason.NOT_A_MEMBER),
                Arguments.of(new RequestContext(callerWith(VIEWER), ORG, ORIGIN), DenialReason.NO_PROVIDER_ADMIN_ROLE),
                Arguments.of(new RequestContext(CALLER, ORG_WITHOUT_PROVIDER, ORIGIN), DenialReason.NO_PROVIDER));
    }

    @ParameterizedTest
    @MethodSource("denials")
    void a_caller_without_access_gets_the_same_reason_for_every_site(RequestContext context, DenialReason reason) {
        assertThat(listSites.list(new ListSites.Command(context, 1, 1))).isEqualTo(new ListSites.Result.Denied(reason));
        for (SiteId site : new SiteId[] {SITE, FOREIGN_SITE, NO_SITE}) {
            assertThat(getSite.get(new GetSite.Command(context, site))).isEqualTo(new GetSite.Result.Denied(reason));
        }
        assertThat(fixture.store.auditEntries()).hasSize(4);
    }

    private GetSite.Result get(SiteId site) {
        return getSite.get(new GetSite.Command(CONTEXT, site));
    }

    private Site siteWith(SiteId id) {
        return fixture.store.sites().site(id).orElseThrow();
    }
}
