package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.OTHER_RACK;
import static io.nicotask.application.contract.StoreContract.PROVIDER;
import static io.nicotask.application.contract.StoreContract.RACK;
import static io.nicotask.application.contract.StoreContract.SCOPE;
import static io.nicotask.application.contract.StoreContract.SITE;
import static io.nicotask.application.contract.StoredTaskFixture.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.Storage;
import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskEvents.TaskEvent.StatusChanged;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.ReportProgress;
import io.nicotask.application.worker.ReportProgress.Result.MayContinue;
import io.nicotask.application.worker.ReportProgress.Result.MustStop;
import io.nicotask.application.worker.WorkflowRunRef;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.task.Cancellation.Cancelled;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** Submits and cancels in the transaction of a host, which has a table of its own. */
final class JoinedStorageTest {

    /** The tables that a submit and a cancel write. */
    private static final String ROWS = """
            select (select count(*) from task) + (select count(*) from task_history) + (select count(*) from work)
                + (select count(*) from audit) + (select count(*) from rack_reservation) + (select count(*) from rack)
                + (select count(*) from idempotency_key) + (select count(*) from task_stop)
            """;

    private static final Instant NOW = Instant.parse("2026-06-01T12:05:00Z");

    private final Settings database = PostgresTestServer.emptyDatabase();
    private final Jdbi outside = PostgresTestServer.jdbi(database);
    private final HikariDataSource host = new HikariDataSource();
    private final AtomicInteger ids = new AtomicInteger();
    private JdbiStorage storage;

    @BeforeEach
    void open() {
        host.setJdbcUrl(database.url());
        storage = JdbiStorage.on(host).limits(database.limits()).build();
        storage.upsertOrganizations(
                List.of(new Organization(ORG, PROVIDER, List.of(new OrganizationSite(SITE, true)))));
        outside.useHandle(handle -> handle.execute("create table public.host_order (id int)"));
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void a_host_that_rolls_back_leaves_no_row() throws SQLException {
        try (Connection transaction = transaction()) {
            order(transaction);
            TaskId task = submit(storage.within(transaction), RACK, "key");
            assertThat(cancel(storage.within(transaction), task)).isInstanceOf(CancelTask.Result.Cancelled.class);
            transaction.rollback();
        }

        assertThat(number(ROWS)).isZero();
        assertThat(orders()).isZero();
    }

    @Test
    void a_host_that_commits_leaves_every_row_and_its_work_unclaimed_and_due() throws SQLException {
        TaskId task;
        try (Connection transaction = transaction()) {
            order(transaction);
            task = submit(storage.within(transaction), RACK, "key");
            assertThat(claimDue()).isEmpty();
            transaction.commit();
        }

        assertThat(orders()).isEqualTo(1);
        assertThat(ports(storage).tasks().find(SCOPE, task)).isPresent();
        assertThat(submit(storage, RACK, "key")).isEqualTo(task);
        assertThat(claimDue()).extracting(WorkItem::kind).containsExactly(Kind.START_WORKFLOW);
    }

    @Test
    void a_cancel_is_committed_with_the_host() throws SQLException {
        TaskId task = submit(storage, RACK, null);
        WorkItem start = new WorkItem(Kind.START_WORKFLOW, task.value(), SITE, 1);
        assertThat(ports(storage).queue().complete(start)).isTrue();
        try (Connection transaction = transaction()) {
            assertThat(cancel(storage.within(transaction), task)).isInstanceOf(CancelTask.Result.Cancelled.class);
            assertThat(storage.within(transaction)
                            .ports(new ProviderAdminPolicy(storage.sites()), RackConflicts.SHARED_COMPONENTS, () -> NOW)
                            .tasks()
                            .find(SCOPE, task)
                            .orElseThrow()
                            .task()
                            .status()
                            .isTerminal())
                    .isTrue();
            assertThat(isTerminal(task)).isFalse();
            transaction.commit();
        }

        assertThat(isTerminal(task)).isTrue();
        assertThat(claimDue()).extracting(WorkItem::kind).containsExactly(Kind.STOP_WORKFLOW);
    }

    /** A cancel that has locked the task and is not committed yet delays no step that may still begin. */
    @Test
    void a_run_asks_whether_it_may_continue_without_waiting_for_a_transaction() throws SQLException {
        WorkflowRunRef run = begun(submit(storage, RACK, null));
        TaskReport report = TaskReport.planned(List.of(List.of(Step.planned(ComponentType.COMPUTE, 18))))
                .beginStage(1, NOW)
                .withCounters(1, ComponentType.COMPUTE, 5, 1);
        Task reported = mayContinue(run, report);
        try (Connection transaction = transaction()) {
            assertThat(cancel(storage.within(transaction), run.task())).isInstanceOf(CancelTask.Result.Cancelled.class);

            assertThat(mayContinue(run, report)).isEqualTo(reported);
            assertThat(mayContinue(run, null)).isEqualTo(reported);
            transaction.commit();
        }

        assertThat(ReportProgress.using(ports(storage)).report(run, report)).isInstanceOf(MustStop.class);
    }

    @Test
    void a_run_learns_of_a_cancel_while_events_wait_for_a_transaction_of_the_host() throws SQLException {
        WorkflowRunRef run = begun(submit(storage, RACK, null));
        try (Connection unrelated = transaction()) {
            order(unrelated);
            assertThat(cancel(storage, run.task())).isInstanceOf(CancelTask.Result.Cancelled.class);

            assertThat(ReportProgress.using(ports(storage)).report(run, null)).isInstanceOf(MustStop.class);
            assertThat(storage.events().after(0, 10))
                    .noneMatch(event -> event instanceof StatusChanged change && change.to() == TaskStatus.TERMINATED);
        }
    }

    @Test
    void a_task_that_waits_and_the_next_one_on_its_rack_are_one_part_of_the_transaction() throws SQLException {
        TaskId first = submit(storage, RACK, null);
        try (Connection transaction = transaction()) {
            TaskId waiting = submit(storage.within(transaction), RACK, null);
            assertThat(cancel(storage.within(transaction), waiting)).isInstanceOf(CancelTask.Result.Cancelled.class);
            transaction.commit();
        }

        assertThat(isTerminal(first)).isFalse();
        assertThat(number("select count(*) from task where status = 'Terminated'"))
                .isEqualTo(1);
    }

    /** The task waits for its rack, so that a decision locks the rack and not the task. */
    @Test
    void a_lost_race_leaves_the_earlier_writes_of_the_host_and_is_decided_again() throws SQLException {
        TaskId first = submit(storage, RACK, null);
        TaskId waiting = submit(storage, RACK, null);
        AtomicInteger calls = new AtomicInteger();
        try (Connection transaction = transaction()) {
            order(transaction);
            String cancelled = ports(storage.within(transaction))
                    .storage()
                    .decide(SCOPE, waiting, snapshot -> {
                        if (calls.incrementAndGet() == 1) {
                            changeElsewhere(waiting);
                        }
                        return cancelled(snapshot);
                    })
                    .orElseThrow();
            assertThat(cancelled).isEqualTo("in version 2");
            transaction.commit();
        }

        assertThat(calls).hasValue(2);
        assertThat(orders()).isEqualTo(1);
        assertThat(isTerminal(waiting)).isTrue();
        assertThat(isTerminal(first)).isFalse();
    }

    @Test
    void a_race_that_is_lost_each_time_leaves_the_earlier_writes_of_the_host() throws SQLException {
        TaskId first = submit(storage, RACK, null);
        TaskId waiting = submit(storage, RACK, null);
        try (Connection transaction = transaction()) {
            order(transaction);
            assertThatThrownBy(
                            () -> ports(storage.within(transaction)).storage().decide(SCOPE, waiting, snapshot -> {
                                changeElsewhere(waiting);
                                return cancelled(snapshot);
                            }))
                    .isInstanceOf(StoreUnavailable.class);
            submit(storage.within(transaction), OTHER_RACK, null);
            transaction.commit();
        }

        assertThat(orders()).isEqualTo(1);
        assertThat(isTerminal(waiting)).isFalse();
        assertThat(isTerminal(first)).isFalse();
        assertThat(number("select count(*) from task")).isEqualTo(3);
    }

    @Test
    void a_rack_that_stays_locked_for_too_long_leaves_the_transaction_of_the_host_usable() throws SQLException {
        JdbiStorage impatient = JdbiStorage.on(host)
                .limits(new Limits(1, Duration.ZERO, Duration.ofMinutes(5), Duration.ofMillis(100), Duration.ZERO))
                .build();
        try (Connection first = transaction();
                Connection second = transaction()) {
            order(second);
            submit(storage.within(first), RACK, null);
            assertThatThrownBy(() -> submit(impatient.within(second), RACK, null))
                    .isInstanceOf(StoreUnavailable.class);
            submit(impatient.within(second), OTHER_RACK, null);
            second.commit();
            first.commit();
        }

        assertThat(orders()).isEqualTo(1);
        assertThat(number("select count(*) from task")).isEqualTo(2);
    }

    @Test
    void a_transaction_that_may_not_write_is_refused() throws SQLException {
        try (Connection transaction = transaction()) {
            transaction.setReadOnly(true);

            assertThatIllegalStateException()
                    .isThrownBy(() -> submit(storage.within(transaction), RACK, null))
                    .withMessage("The transaction is read only; only one that may write can be joined");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
    void a_transaction_that_does_not_see_what_others_commit_is_refused(int isolation) throws SQLException {
        try (Connection transaction = transaction()) {
            transaction.setTransactionIsolation(isolation);
            order(transaction);

            assertThatIllegalStateException()
                    .isThrownBy(() -> submit(storage.within(transaction), RACK, null))
                    .withMessageEndingWith("; only one that is read committed can be joined");

            transaction.commit();
        }
        assertThat(orders()).isEqualTo(1);
        assertThat(number(ROWS)).isZero();
    }

    @Test
    void a_connection_that_commits_by_itself_is_refused() throws SQLException {
        try (Connection connection = host.getConnection()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> submit(storage.within(connection), RACK, null))
                    .withMessage("The connection is not in a transaction, as it commits by itself");
        }
        assertThat(number(ROWS)).isZero();
    }

    @Test
    void a_denial_is_audited_although_the_host_rolls_back() throws SQLException {
        try (Connection transaction = transaction()) {
            assertThat(submitTo(storage.within(transaction), RACK, null, caller("reader")))
                    .isInstanceOf(SubmitTask.Result.Denied.class);
            transaction.rollback();
        }

        assertThat(number("select count(*) from audit where denial is not null"))
                .isEqualTo(1);
    }

    @Test
    void a_call_takes_no_connection_but_that_of_the_host() throws SQLException {
        try (HikariDataSource single = new HikariDataSource()) {
            single.setJdbcUrl(database.url());
            single.setMaximumPoolSize(1);
            single.setConnectionTimeout(500);
            JdbiStorage small = JdbiStorage.on(single)
                    .limits(database.limits())
                    .migrations(Migrations.NONE)
                    .build();
            try (Connection transaction = single.getConnection()) {
                transaction.setAutoCommit(false);
                TaskId task = submit(small.within(transaction), RACK, "key");

                assertThat(cancel(small.within(transaction), task)).isInstanceOf(CancelTask.Result.Cancelled.class);
                transaction.commit();
            }
        }
    }

    @Test
    void a_pool_that_is_empty_is_not_taken_for_a_database_without_an_answer() throws SQLException {
        host.getHikariConfigMXBean().setMaximumPoolSize(1);
        host.getHikariConfigMXBean().setConnectionTimeout(500);
        host.getHikariPoolMXBean().softEvictConnections();
        JdbiStorage byJdbi =
                JdbiStorage.on(Jdbi.create(host)).migrations(Migrations.NONE).build();
        try (Connection only = host.getConnection()) {
            assertThat(only.isValid(1)).isTrue();
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> storage.sites().providerOf(ORG),
                    () -> byJdbi.sites().providerOf(ORG),
                    () -> JdbiStorage.on(host).build())) {
                assertThatExceptionOfType(StoreUnavailable.class)
                        .isThrownBy(call)
                        .withMessageStartingWith("The connection pool gave no connection in time: ");
            }
        }
    }

    @Test
    void the_limits_of_the_host_hold_again_after_a_call() throws SQLException {
        try (Connection transaction = transaction()) {
            transaction.createStatement().execute("set local statement_timeout = 7000; set local lock_timeout = 8000");
            submit(storage.within(transaction), RACK, null);

            try (var settings = transaction.createStatement().executeQuery("""
                    select concat_ws(' ', current_setting('statement_timeout'), current_setting('lock_timeout'),
                                     current_setting('synchronous_commit'))""")) {
                assertThat(settings.next()).isTrue();
                assertThat(settings.getString(1)).isEqualTo("7s 8s on");
            }
            transaction.rollback();
        }
    }

    @Test
    void the_ports_of_background_services_are_refused() throws SQLException {
        try (Connection transaction = transaction()) {
            Ports ports = ports(storage.within(transaction));

            assertThatIllegalStateException()
                    .isThrownBy(() -> ports.queue().claimDue(List.of()))
                    .withMessage("WorkQueue cannot be used within a transaction of a host");
            assertThatIllegalStateException().isThrownBy(() -> ports.monitor().missingWorkflowsAt(SITE));
            assertThatIllegalStateException().isThrownBy(() -> ports.leases().renew(null, Set.of()));
            assertThatIllegalStateException()
                    .isThrownBy(() -> ports.unfinishedSteps().find(SCOPE, new TaskId(new UUID(0, 1))));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_transaction_of_a_thread_is_joined(boolean commits) {
        TransactionAwareDataSourceProxy aware = new TransactionAwareDataSourceProxy(host);
        TransactionTemplate template = new TransactionTemplate(new DataSourceTransactionManager(host));

        template.executeWithoutResult(status -> {
            try (Connection connection = aware.getConnection()) {
                order(connection);
                TaskId task = submit(storage.within(connection), RACK, "key");
                assertThat(cancel(storage.within(DataSourceUtils.getConnection(host)), task))
                        .isInstanceOf(CancelTask.Result.Cancelled.class);
            } catch (SQLException fault) {
                throw new IllegalStateException(fault);
            }
            if (!commits) {
                status.setRollbackOnly();
            }
        });

        assertThat(orders()).isEqualTo(commits ? 1 : 0);
        assertThat(number("select count(*) from task where status = 'Terminated'"))
                .isEqualTo(commits ? 1 : 0);
        assertThat(number(ROWS) > 0).isEqualTo(commits);
    }

    /** It would commit what the host has written. */
    @Test
    void a_storage_on_a_transaction_aware_source_does_not_end_the_transaction_of_a_thread() {
        JdbiStorage aware = JdbiStorage.on(new TransactionAwareDataSourceProxy(host))
                .limits(database.limits())
                .build();
        TransactionTemplate template = new TransactionTemplate(new DataSourceTransactionManager(host));

        template.executeWithoutResult(status -> {
            order(DataSourceUtils.getConnection(host));
            assertThatIllegalStateException().isThrownBy(() -> submit(aware, RACK, null));
            status.setRollbackOnly();
        });

        assertThat(orders()).isZero();
        assertThat(number(ROWS)).isZero();
    }

    @Test
    void a_storage_on_a_transaction_aware_source_has_transactions_of_its_own() {
        JdbiStorage aware = JdbiStorage.on(new TransactionAwareDataSourceProxy(host))
                .limits(database.limits())
                .build();
        TransactionTemplate template = new TransactionTemplate(new DataSourceTransactionManager(host));

        template.executeWithoutResult(status -> {
            TaskId task = submit(aware, RACK, null);
            assertThat(isTerminal(task)).isFalse();
            order(DataSourceUtils.getConnection(host));
            status.setRollbackOnly();
        });

        assertThat(orders()).isZero();
        assertThat(number("select count(*) from task")).isEqualTo(1);
    }

    private Connection transaction() throws SQLException {
        Connection connection = host.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void order(Connection transaction) {
        try (var statement = transaction.createStatement()) {
            statement.execute("insert into public.host_order values (1)");
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private void changeElsewhere(TaskId task) {
        int changed = ConcurrentRuns.elsewhere(() -> outside.withHandle(
                handle -> handle.execute("update task set version = version + 1 where id = ?", task.value())));
        assertThat(changed).isEqualTo(1);
    }

    private static Decision<String> cancelled(TaskSnapshot snapshot) {
        Actor actor = new Actor("user:ada");
        Cancelled cancelled = (Cancelled) snapshot.task().cancel(actor, null, NOW);
        return Decision.of(
                "in version " + snapshot.task().revision().version(),
                TaskChanged.of(snapshot.task(), cancelled.task(), new ChangeCause(actor, null, "request-1")));
    }

    private WorkflowRunRef begun(TaskId task) {
        WorkflowRunRef run = new WorkflowRunRef(SITE, task, RUN);
        assertThat(BeginTask.ofExternalWorkflows(ports(storage)).begin(run))
                .isInstanceOf(BeginTask.Result.Passed.class);
        return run;
    }

    private Task mayContinue(WorkflowRunRef run, @Nullable TaskReport report) {
        return ((MayContinue) ReportProgress.using(ports(storage)).report(run, report)).task();
    }

    private TaskId submit(Storage to, RackId rack, String key) {
        return ((SubmitTask.Result.Submitted) submitTo(to, rack, key, caller("PROVIDER_ADMIN")))
                .view()
                .task()
                .id();
    }

    private SubmitTask.Result submitTo(Storage to, RackId rack, String key, Caller caller) {
        TaskRequest request = new TaskRequest(SITE, rack, Operation.POWER_ON, ComponentSelection.WHOLE_RACK, "", null);
        return SubmitTask.using(
                        ports(to), OperationRules.standard(), () -> new TaskId(new UUID(0, ids.incrementAndGet())))
                .submit(new SubmitTask.Command(context(caller), request, new ConflictStrategy.Queue(600), key));
    }

    private static CancelTask.Result cancel(Storage in, TaskId task) {
        return CancelTask.using(ports(in))
                .cancel(new CancelTask.Command(context(caller("PROVIDER_ADMIN")), SITE, task, null));
    }

    private static RequestContext context(Caller caller) {
        return new RequestContext(caller, ORG, new RequestOrigin("request-1", "127.0.0.1"));
    }

    private static Caller caller(String role) {
        return new Caller(
                new Subject("idp/ada"),
                new Caller.Profile("Ada", "L", "ada@example.com"),
                Map.of(ORG, Set.of(new Role(role))));
    }

    private static Ports ports(Storage storage) {
        return storage.ports(new ProviderAdminPolicy(storage.sites()), RackConflicts.SHARED_COMPONENTS, () -> NOW);
    }

    private boolean isTerminal(TaskId task) {
        return ports(storage)
                .tasks()
                .find(SCOPE, task)
                .orElseThrow()
                .task()
                .status()
                .isTerminal();
    }

    private List<WorkItem> claimDue() {
        return ports(storage).queue().claimDue(List.of(new Slots(Lane.DELIVERY, 10, 10, Map.of())));
    }

    private long orders() {
        return number("select count(*) from public.host_order");
    }

    private long number(String query) {
        return outside.withHandle(
                handle -> handle.createQuery(query).mapTo(Long.class).one());
    }
}
