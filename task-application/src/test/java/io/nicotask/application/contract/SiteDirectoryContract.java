package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.SiteDirectory;
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
}
