package io.nicotask.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.adapter.persistence.SiteChanges.EngineAddress;
import io.nicotask.adapter.persistence.SiteChanges.StoredSite;
import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.SiteDirectory.SiteLifecycleResult.Changed;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PersistenceModuleTest {

    private static final Settings DATABASE = PostgresTestServer.emptyDatabase();
    private static final PersistenceModule MODULE = PersistenceModule.open(DATABASE);

    private static final OrgName ORG = new OrgName("acme");
    private static final OrgName OTHER_ORG = new OrgName("other");
    private static final OrgName NEW_ORG = new OrgName("new");
    private static final ProviderId PROVIDER = new ProviderId(new UUID(1, 1));
    private static final ProviderId OTHER_PROVIDER = new ProviderId(new UUID(1, 2));
    private static final SiteId SITE = new SiteId(new UUID(2, 1));
    private static final SiteId OTHER_SITE = new SiteId(new UUID(2, 2));
    private static final SiteId RETIRED_SITE = new SiteId(new UUID(2, 3));
    private static final SiteId RACED_SITE = new SiteId(new UUID(2, 4));
    private static final SiteId NEW_SITE = new SiteId(new UUID(2, 5));

    @BeforeEach
    void empty() {
        PostgresTestServer.jdbi(DATABASE).useTransaction(handle -> {
            handle.execute("set local session_replication_role = replica"); // evidence cannot be truncated otherwise
            handle.execute("truncate provider cascade");
        });
    }

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
        assertThat(MODULE.sites().site(SITE)).contains(new Site(SITE, PROVIDER, true));
        assertThat(MODULE.sites().site(OTHER_SITE)).contains(new Site(OTHER_SITE, PROVIDER, false));
    }

    @Test
    void a_file_takes_nothing_away_by_what_it_leaves_out() {
        Organization one = organization(ORG, PROVIDER, new OrganizationSite(SITE, true));
        Organization whole =
                organization(ORG, PROVIDER, new OrganizationSite(SITE, true), new OrganizationSite(OTHER_SITE, true));
        MODULE.upsertOrganizations(List.of(whole, organization(OTHER_ORG, OTHER_PROVIDER)));

        MODULE.upsertOrganizations(List.of(one));
        MODULE.upsertOrganizations(List.of());

        assertThat(MODULE.sites().providerOf(ORG)).contains(PROVIDER);
        assertThat(MODULE.sites().providerOf(OTHER_ORG)).contains(OTHER_PROVIDER);
        assertThat(MODULE.sites().site(SITE)).contains(new Site(SITE, PROVIDER, true));
        assertThat(MODULE.sites().site(OTHER_SITE)).contains(new Site(OTHER_SITE, PROVIDER, true));
    }

    @Test
    void a_site_keeps_its_provider() {
        MODULE.upsertOrganizations(List.of(organization(ORG, PROVIDER, new OrganizationSite(SITE, true))));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> MODULE.upsertOrganizations(
                        List.of(organization(NEW_ORG, OTHER_PROVIDER, new OrganizationSite(SITE, false)))))
                .withMessage("The site " + SITE + " belongs to the provider " + PROVIDER
                        + " in the database and cannot change to " + OTHER_PROVIDER);

        assertThat(MODULE.sites().site(SITE)).contains(new Site(SITE, PROVIDER, true));
        assertThat(MODULE.sites().providerOf(NEW_ORG)).isEmpty();
    }

    @Test
    void an_org_keeps_its_provider() {
        MODULE.upsertOrganizations(List.of(organization(ORG, PROVIDER, new OrganizationSite(SITE, true))));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> MODULE.upsertOrganizations(
                        List.of(organization(ORG, OTHER_PROVIDER, new OrganizationSite(NEW_SITE, false)))))
                .withMessage("The org acme belongs to the provider " + PROVIDER
                        + " in the database and cannot change to " + OTHER_PROVIDER);

        assertThat(MODULE.sites().providerOf(ORG)).contains(PROVIDER);
        assertThat(MODULE.sites().site(NEW_SITE)).isEmpty();
    }

    @Test
    void the_engine_address_is_that_of_the_latest_configuration_that_has_one() {
        EngineAddress first = new EngineAddress("east.example:7233", "east", "tasks");
        EngineAddress second = new EngineAddress("east-2.example:7233", "east", "tasks");
        OrganizationSite site = new OrganizationSite(SITE, "East", true, first);
        OrganizationSite moved = new OrganizationSite(SITE, "East", true, second);
        MODULE.upsertOrganizations(List.of(organization(ORG, PROVIDER, site)));

        SiteChanges changes = MODULE.upsertOrganizations(List.of(organization(ORG, PROVIDER, moved)));
        MODULE.upsertOrganizations(List.of(organization(ORG, PROVIDER, new OrganizationSite(SITE, true))));

        assertThat(engineOfSite(changes.before())).isEqualTo(first);
        assertThat(engineOfSite(changes.after())).isEqualTo(second);
        assertThat(engineOfSite(MODULE.storedSites())).isEqualTo(second);
    }

    @Test
    void a_retired_site_stays_retired_when_a_file_names_it() {
        OrganizationSite site = new OrganizationSite(RETIRED_SITE, true);
        MODULE.upsertOrganizations(List.of(organization(ORG, PROVIDER, site)));
        Instant at = Instant.parse("2026-06-01T12:00:00Z");
        assertThat(MODULE.sites().retire(RETIRED_SITE, false, entry(at))).isEqualTo(new Changed());

        OrganizationSite renamed = new OrganizationSite(RETIRED_SITE, "West", true, null);
        MODULE.upsertOrganizations(List.of(organization(ORG, PROVIDER, renamed)));

        assertThat(MODULE.sites().site(RETIRED_SITE)).contains(new Site(RETIRED_SITE, PROVIDER, "West", true, at));
    }

    @Test
    void replicas_with_different_files_keep_the_sites_of_both_and_lose_no_retirement() {
        OrganizationSite site = new OrganizationSite(RACED_SITE, true);
        MODULE.upsertOrganizations(List.of(organization(ORG, PROVIDER, site)));
        AtomicInteger runs = new AtomicInteger();

        List<Boolean> done = ConcurrentRuns.of(8, () -> {
            int run = runs.incrementAndGet();
            if (run == 4) {
                return MODULE.sites()
                        .retire(RACED_SITE, true, entry(Instant.EPOCH))
                        .equals(new Changed());
            }
            OrganizationSite renamed = new OrganizationSite(RACED_SITE, "name " + run, true, null);
            OrganizationSite own = new OrganizationSite(new SiteId(new UUID(4, run)), true);
            MODULE.upsertOrganizations(List.of(organization(ORG, PROVIDER, renamed, own)));
            return true;
        });

        assertThat(done).containsOnly(true);
        assertThat(MODULE.sites().site(RACED_SITE).orElseThrow().retiredAt()).isEqualTo(Instant.EPOCH);
        assertThat(MODULE.storedSites())
                .filteredOn(stored -> stored.site().id().value().getMostSignificantBits() == 4)
                .hasSize(7);
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
        assertThat(MODULE.sites().site(OTHER_SITE)).contains(new Site(OTHER_SITE, PROVIDER, true));
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

        try (var pool = ConnectionPool.open(database, SchemaMigrator.migrate(database))) {
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

    private static EngineAddress engineOfSite(List<StoredSite> sites) {
        return sites.stream()
                .filter(stored -> stored.site().id().equals(SITE))
                .findFirst()
                .orElseThrow()
                .engine();
    }

    private static AuditEntry entry(Instant at) {
        AuditedRequest request = new AuditedRequest(
                new Subject("command-line/ada"), null, Action.RETIRE_SITE, null, null, new RequestOrigin("1", ""));
        return new AuditEntry(at, request, new Outcome.Granted(), null);
    }

    private static Organization organization(OrgName name, ProviderId provider, OrganizationSite... sites) {
        return new Organization(name, provider, List.of(sites));
    }
}
