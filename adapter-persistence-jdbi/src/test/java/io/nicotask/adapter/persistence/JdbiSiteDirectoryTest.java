package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.DirectWrites;
import io.nicotask.application.contract.SiteDirectoryContract;
import io.nicotask.application.port.SiteDirectory.SiteLifecycleResult;
import io.nicotask.application.port.SiteDirectory.SiteLifecycleResult.Changed;
import io.nicotask.application.port.SiteDirectory.SiteLifecycleResult.OpenTasks;
import io.nicotask.application.port.SiteDirectory.SiteRetired;
import io.nicotask.domain.task.Task;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class JdbiSiteDirectoryTest extends SiteDirectoryContract {

    private final Jdbi jdbi = PostgresStoreUnderTest.jdbi();

    JdbiSiteDirectoryTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiSiteDirectory.class);
    }

    @Test
    void a_submit_whose_statement_began_before_its_site_was_retired_stores_nothing() {
        Task task = aPendingTask().build();

        CompletableFuture<Boolean> refused = jdbi.inTransaction(handle -> {
            assertThat(retireEmpty(new JdbiSiteDirectory(new JdbiTransactions(jdbi))))
                    .isEqualTo(new Changed());
            CompletableFuture<Boolean> submit = CompletableFuture.supplyAsync(() -> isRefused(task));
            awaitLockWaitOrEnd(submit);
            return submit;
        });

        assertThat(refused.join()).isTrue();
        assertThat(store.writes().find(SCOPE, task.id())).isEmpty();
    }

    @Test
    void retiring_waits_for_a_submit_that_is_not_committed_and_then_counts_its_task() {
        CompletableFuture<SiteLifecycleResult> retired = jdbi.inTransaction(handle -> {
            DirectWrites.to(PostgresStoreUnderTest.storageOn(jdbi))
                    .insertTask(SCOPE, aPendingTask().build(), CAUSE);
            CompletableFuture<SiteLifecycleResult> retiring =
                    CompletableFuture.supplyAsync(() -> retireEmpty(store.sites()));
            awaitLockWaitOrEnd(retiring);
            return retiring;
        });

        assertThat(retired.join()).isEqualTo(new OpenTasks(1));
        assertThat(store.sites().site(SITE).orElseThrow().retiredAt()).isNull();
    }

    private boolean isRefused(Task task) {
        try {
            store.writes().insertTask(SCOPE, task, CAUSE);
            return false;
        } catch (SiteRetired retired) {
            return true;
        }
    }

    private void awaitLockWaitOrEnd(CompletableFuture<?> other) {
        await().until(() -> other.isDone() || isAnyLockAwaited());
    }

    private static boolean isAnyLockAwaited() {
        return PostgresStoreUnderTest.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        select exists (select from pg_stat_activity
                                       where datname = current_database() and wait_event_type = 'Lock')
                        """).mapTo(Boolean.class).one());
    }
}
