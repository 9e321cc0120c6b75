package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.SiteDirectory.ProviderAndSite;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.SiteId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of {@link SiteDirectory}. */
public abstract class SiteDirectoryContract extends StoreContract {

    private final SiteDirectory sites;

    protected SiteDirectoryContract(StoreUnderTest store, Class<? extends SiteDirectory> implementation) {
        super(store);
        this.sites = implementation.cast(store.sites());
    }

    @Test
    void the_provider_of_an_org_is_found_in_any_case() {
        assertThat(sites.providerOf(ORG)).contains(PROVIDER);
        assertThat(sites.providerOf(new OrgName("ACME"))).contains(PROVIDER);
    }

    @Test
    void an_unknown_org_has_no_provider() {
        assertThat(sites.providerOf(new OrgName("acme2"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void a_site_is_found_with_its_flags(boolean flowEnabled, boolean inService) {
        Site site = new Site(new SiteId(new UUID(2, 4)), OTHER_PROVIDER, flowEnabled, inService);

        store.put(site);

        assertThat(sites.site(site.id())).contains(site);
    }

    @Test
    void an_unknown_site_is_not_found() {
        assertThat(sites.site(new SiteId(new UUID(2, 404)))).isEmpty();
    }

    @Test
    void the_provider_of_an_org_and_a_site_are_found_together() {
        Site ours = sites.site(SITE).orElseThrow();
        Site foreign = sites.site(FOREIGN_SITE).orElseThrow();

        assertThat(sites.find(ORG, SITE)).isEqualTo(new ProviderAndSite(PROVIDER, ours));
        assertThat(sites.find(new OrgName("ACME"), FOREIGN_SITE)).isEqualTo(new ProviderAndSite(PROVIDER, foreign));
    }

    @Test
    void what_is_unknown_is_missing_alone() {
        Site ours = sites.site(SITE).orElseThrow();
        OrgName unknownOrg = new OrgName("acme2");
        SiteId unknownSite = new SiteId(new UUID(2, 404));

        assertThat(sites.find(unknownOrg, SITE)).isEqualTo(new ProviderAndSite(null, ours));
        assertThat(sites.find(ORG, unknownSite)).isEqualTo(new ProviderAndSite(PROVIDER, null));
        assertThat(sites.find(unknownOrg, unknownSite)).isEqualTo(new ProviderAndSite(null, null));
    }
}
