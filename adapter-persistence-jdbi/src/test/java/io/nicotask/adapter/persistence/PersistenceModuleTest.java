package io.nicotask.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PersistenceModuleTest {

    private static final Settings DATABASE = PostgresTestServer.emptyDatabase();
    private static final PersistenceModule MODULE = PersistenceModule.open(DATABASE);

    private static final OrgName ORG = new OrgName("acme");
    private static final OrgName OTHER_ORG = new OrgName("other");
    private static final ProviderId PROVIDER = new ProviderId(new UUID(1, 1));
    private static final ProviderId OTHER_PROVIDER = new ProviderId(new UUID(1, 2));
    private static final SiteId SITE = new SiteId(new UUID(2, 1));
    private static final SiteId OTHER_SITE = new SiteId(new UUID(2, 2));

    @AfterAll
    static void close() {
        MODULE.close();
    }

    @Test
    void configured_organizations_are_stored() {
        MODULE.upsertOrganizations(List.of(
                organization(ORG, PROVIDER, new OrganizationSite(SITE, true), new OrganizationSite(OTHER_SITE, false)),
                organization(OTHER_ORG, OTHER_PROVIDER)));

        assertThat(MODULE.sites().providerOf(ORG)).contains(PROVIDER);
        assertThat(MODULE.sites().providerOf(OTHER_ORG)).contains(OTHER_PROVIDER);
        assertThat(MODULE.sites().site(SITE)).contains(new Site(SITE, PROVIDER, true, true));
        assertThat(MODULE.sites().site(OTHER_SITE)).contains(new Site(OTHER_SITE, PROVIDER, false, true));
    }

    @Test
    void a_site_that_left_the_configuration_is_out_of_service_until_it_comes_back() {
        Organization with = organization(ORG, PROVIDER, new OrganizationSite(SITE, true));
        MODULE.upsertOrganizations(List.of(with));

        MODULE.upsertOrganizations(List.of(organization(ORG, PROVIDER)));
        assertThat(MODULE.sites().site(SITE)).contains(new Site(SITE, PROVIDER, true, false));

        MODULE.upsertOrganizations(List.of(with));
        assertThat(MODULE.sites().site(SITE)).contains(new Site(SITE, PROVIDER, true, true));
    }

    @Test
    void an_org_that_left_the_configuration_has_no_provider_and_its_sites_are_out_of_service() {
        MODULE.upsertOrganizations(List.of(organization(ORG, PROVIDER, new OrganizationSite(SITE, true))));

        MODULE.upsertOrganizations(List.of());

        assertThat(MODULE.sites().providerOf(ORG)).isEmpty();
        assertThat(MODULE.sites().site(SITE)).contains(new Site(SITE, PROVIDER, true, false));
    }

    @Test
    void the_latest_configuration_wins() {
        MODULE.upsertOrganizations(List.of(organization(ORG, PROVIDER, new OrganizationSite(SITE, true))));

        MODULE.upsertOrganizations(List.of(organization(ORG, OTHER_PROVIDER, new OrganizationSite(SITE, false))));

        assertThat(MODULE.sites().providerOf(ORG)).contains(OTHER_PROVIDER);
        assertThat(MODULE.sites().site(SITE)).contains(new Site(SITE, OTHER_PROVIDER, false, true));
    }

    @Test
    void replicas_may_write_the_configuration_at_the_same_time() {
        List<Organization> organizations = List.of(
                organization(ORG, PROVIDER, new OrganizationSite(SITE, true), new OrganizationSite(OTHER_SITE, true)),
                organization(OTHER_ORG, OTHER_PROVIDER));

        List<Boolean> written = ConcurrentRuns.of(8, () -> {
            MODULE.upsertOrganizations(organizations.reversed());
            MODULE.upsertOrganizations(organizations);
            return true;
        });

        assertThat(written).hasSize(8);
        assertThat(MODULE.sites().site(OTHER_SITE)).contains(new Site(OTHER_SITE, PROVIDER, true, true));
    }

    @ParameterizedTest
    @CsvSource({
        "synchronous_commit, on",
        "jit, off",
        "transaction_isolation, read committed",
        "statement_timeout, 5min",
        "lock_timeout, 5min",
        "idle_in_transaction_session_timeout, 5min"
    })
    void a_connection_overrides_the_settings_of_the_server(String setting, String value) {
        Settings database = PostgresTestServer.emptyDatabase();
        String name = database.url().replaceFirst(".*/(\\w+).*", "$1");
        PostgresTestServer.jdbi(database).useHandle(handle -> {
            handle.execute("alter database " + name + " set synchronous_commit = off");
            handle.execute("alter database " + name + " set default_transaction_isolation = 'serializable'");
        });

        try (var pool = ConnectionPool.open(database)) {
            assertThat(Jdbi.create(pool)
                            .<String, RuntimeException>inTransaction(handle -> handle.createQuery("show " + setting)
                                    .mapTo(String.class)
                                    .one()))
                    .isEqualTo(value);
        }
    }

    @Test
    void a_password_is_never_printed() {
        Settings settings =
                new Settings("jdbc:postgresql://db.example/tasks?password=geheim", "ada", "geheim", Limits.DEFAULT);

        assertThat(settings).hasToString("PostgreSQL at jdbc:postgresql://db.example/tasks as ada");
    }

    @Test
    void another_kind_of_database_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings("jdbc:h2:mem:tasks", "ada", "", Limits.DEFAULT))
                .withMessage("The database's URL must begin with jdbc:postgresql:");
    }

    private static Organization organization(OrgName name, ProviderId provider, OrganizationSite... sites) {
        return new Organization(name, provider, List.of(sites));
    }
}
