package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.SiteDirectory.ProviderAndSite;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.SiteDirectory.SiteLifecycleResult;
import io.nicotask.application.port.SiteDirectory.SiteLifecycleResult.Changed;
import io.nicotask.application.port.SiteDirectory.SiteLifecycleResult.OpenTasks;
import io.nicotask.application.port.SiteDirectory.SiteLifecycleResult.Unchanged;
import io.nicotask.application.port.SiteDirectory.SiteLifecycleResult.UnknownSite;
import io.nicotask.application.port.SiteDirectory.SitePage;
import io.nicotask.application.port.SiteDirectory.SiteRetired;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The contract of {@link SiteDirectory}. */
public abstract class SiteDirectoryContract extends StoreContract {

    private final SiteDirectory sites;

    protected SiteDirectoryContract(StoreUnderTest store, Class<? extends SiteDirectory> implementation) {
        super(store);
        this.sites = calls.recorded(SiteDirectory.class, implementation.cast(store.sites()));
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

    @Test
    void a_site_is_found_as_it_was_stored() {
        Site inService = new Site(new SiteId(new UUID(2, 4)), OTHER_PROVIDER, "San José 4", false, null);
        Site retired = new Site(new SiteId(new UUID(2, 5)), OTHER_PROVIDER, "Oslo", true, StoredTaskFixture.CHANGED);

        store.put(inService);
        store.put(retired);

        assertThat(sites.site(inService.id())).contains(inService);
        assertThat(sites.site(retired.id())).contains(retired);
    }

    @Test
    void the_sites_of_a_provider_are_in_the_order_of_their_names_then_ids() {
        Site oslo = new Site(new SiteId(new UUID(2, 9)), OTHER_PROVIDER, "Oslo", true, StoredTaskFixture.CHANGED);
        Site bergen = new Site(new SiteId(new UUID(2, 8)), OTHER_PROVIDER, "Bergen", false, null);
        Site secondOslo = new Site(new SiteId(new UUID(-2, 7)), OTHER_PROVIDER, "Oslo", true, null);
        Stream.of(oslo, bergen, secondOslo).forEach(store::put);
        Site foreign = sites.site(FOREIGN_SITE).orElseThrow();

        assertThat(sites.page(OTHER_PROVIDER, 1, 3)).isEqualTo(new SitePage(List.of(foreign, bergen, oslo), 4));
        assertThat(sites.page(OTHER_PROVIDER, 2, 3)).isEqualTo(new SitePage(List.of(secondOslo), 4));
        assertThat(sites.page(OTHER_PROVIDER, 3, 3)).isEqualTo(new SitePage(List.of(), 4));
        assertThat(sites.page(new ProviderId(new UUID(1, 404)), 1, 3)).isEqualTo(new SitePage(List.of(), 0));
    }

    @Test
    void a_site_is_retired_once_and_restored_once_each_with_an_audit_entry() {
        AuditEntry retiring = entry(Action.RETIRE_SITE);
        AuditEntry restoring = entry(Action.RESTORE_SITE);

        assertThat(sites.restore(SITE, restoring)).isEqualTo(new Unchanged());
        assertThat(sites.retire(SITE, false, retiring)).isEqualTo(new Changed());
        assertThat(sites.retire(SITE, true, retiring)).isEqualTo(new Unchanged());
        assertThat(sites.site(SITE).orElseThrow().retiredAt()).isEqualTo(retiring.at());
        assertThat(sites.site(OTHER_SITE).orElseThrow().retiredAt()).isNull();
        assertThat(store.auditEntries()).containsExactly(retiring);

        assertThat(sites.restore(SITE, restoring)).isEqualTo(new Changed());
        assertThat(sites.site(SITE)).contains(new Site(SITE, PROVIDER, true));
        assertThat(store.auditEntries()).containsExactly(retiring, restoring);
    }

    @Test
    void an_unknown_site_is_neither_retired_nor_restored() {
        SiteId unknown = new SiteId(new UUID(2, 404));

        assertThat(sites.retire(unknown, true, entry(Action.RETIRE_SITE))).isEqualTo(new UnknownSite());
        assertThat(sites.restore(unknown, entry(Action.RESTORE_SITE))).isEqualTo(new UnknownSite());
        assertThat(store.auditEntries()).isEmpty();
    }

    @Test
    void a_site_with_open_tasks_is_retired_only_despite_them() {
        stored(aRunningTask());
        cancel(stored(aRunningTask().number(2)));

        assertThat(sites.retire(SITE, false, entry(Action.RETIRE_SITE))).isEqualTo(new OpenTasks(1));
        assertThat(sites.site(SITE).orElseThrow().retiredAt()).isNull();
        assertThat(store.auditEntries()).isEmpty();
        assertThat(sites.retire(SITE, true, entry(Action.RETIRE_SITE))).isEqualTo(new Changed());
    }

    @Test
    void a_retired_site_takes_no_task_until_it_is_restored() {
        Task task = aPendingTask().build();
        assertThat(sites.retire(SITE, false, entry(Action.RETIRE_SITE))).isEqualTo(new Changed());

        assertThat(refusalOf(SCOPE, new TaskSubmitted(task, StoredTaskFixture.CAUSE)))
                .isInstanceOf(SiteRetired.class);
        assertThat(store.writes().find(SCOPE, task.id())).isEmpty();
        assertThat(sites.restore(SITE, entry(Action.RESTORE_SITE))).isEqualTo(new Changed());
        store.writes().insertTask(SCOPE, task, StoredTaskFixture.CAUSE);
        assertUnchanged(task);
    }

    @RepeatedTest(5)
    void no_task_is_stored_by_a_submit_that_races_with_the_retiring_of_its_site() {
        List<Callable<String>> runs = IntStream.rangeClosed(1, 8)
                .<Callable<String>>mapToObj(number -> () -> number == 4 ? retireEmpty() : submit(number))
                .toList();

        List<String> results = ConcurrentRuns.of(runs);

        long submitted = results.stream().filter("submitted"::equals).count();
        boolean retired = sites.site(SITE).orElseThrow().retiredAt() != null;
        assertThat(openTasks()).hasSize((int) submitted);
        assertThat(results).contains(retired ? "retired" : "open tasks");
        assertThat(submitted).satisfies(number -> assertThat(number == 0).isEqualTo(retired));
    }

    /** Retires the site if it has no open tasks. */
    protected final SiteLifecycleResult retireEmpty(SiteDirectory directory) {
        return directory.retire(SITE, false, entry(Action.RETIRE_SITE));
    }

    private String retireEmpty() {
        return switch (retireEmpty(sites)) {
            case Changed changed -> "retired";
            case OpenTasks open -> "open tasks";
            case Unchanged unchanged -> throw new IllegalStateException("was retired before");
            case UnknownSite unknown -> throw new IllegalStateException("has vanished");
        };
    }

    private String submit(int number) {
        Task task = aPendingTask().number(number).build();
        try {
            store.writes().insertTask(SCOPE, task, StoredTaskFixture.CAUSE);
            return "submitted";
        } catch (SiteRetired retired) {
            return "refused";
        }
    }

    private static AuditEntry entry(Action action) {
        AuditedRequest request = new AuditedRequest(
                new Subject("command-line/ada"), null, action, SITE, null, new RequestOrigin("request-1", ""));
        return new AuditEntry(StoredTaskFixture.CHANGED, request, new Outcome.Granted(), null);
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
