package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.OTHER_RACK;
import static io.nicotask.application.contract.StoreContract.PROVIDER;
import static io.nicotask.application.contract.StoreContract.RACK;
import static io.nicotask.application.contract.StoreContract.SCOPE;
import static io.nicotask.application.contract.StoreContract.SITE;
import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.RUN;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aWaitingTask;
import static io.nicotask.application.contract.StoredTaskFixture.cancelled;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.DueWork;
import io.nicotask.application.contract.ReportFixtures;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.SiteAuthorization;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.RackLeases.ProcessId;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.TaskQueries.Filter;
import io.nicotask.application.port.TaskQueries.Page;
import io.nicotask.application.port.TaskQueries.Reports;
import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.KeyedResult;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.application.worker.WorkflowRunRef;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of round trips of an operation, as the driver makes them, does not depend on the size of the database. */
final class StatementCountTest {

    private final PostgresStoreUnderTest store = PostgresStoreUnderTest.emptied();
    private final CountedDataSource database = new CountedDataSource(PostgresStoreUnderTest.dataSource());
    private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:05:00Z"));
    private final RackUseCases useCases =
            new RackUseCases(new JdbiTransactions(PostgresTestServer.qualified(Jdbi.create(database))), clock);

    @BeforeEach
    void insert_a_few_tasks() {
        store.put(ORG, PROVIDER);
        store.put(new Site(SITE, PROVIDER, true));
        for (int number = 1; number <= 5; number++) {
            aRunningTask()
                    .number(number)
                    .reporting(ReportFixtures.ofEveryKind())
                    .insertWithReservation(store, SCOPE);
            aWaitingTask().number(10 + number).insertInto(store, SCOPE);
        }
    }

    @Test
    void a_cancel_locks_writes_and_commits() {
        assertThat(useCases.cancel(aRunningTask().number(3).build().id())).isTrue();

        assertThat(database.take()).hasSize(3).endsWith("commit");
    }

    @Test
    void a_list_counter_that_has_nothing_to_count_reads_once_and_writes_nothing() {
        ListCounter counter = new ListCounter(
                new JdbiTransactions(PostgresTestServer.qualified(Jdbi.create(database))), new ListBlocks(1_000, 50));
        PostgresStoreUnderTest.jdbi()
                .useHandle(handle -> handle.execute(
                        "update task_list_counter set up_to = pg_sequence_last_value('task_history_number')"));

        assertThat(counter.step()).isFalse();

        assertThat(database.take()).hasSize(1);
    }

    /** A process that has cancelled a task calls the engine right after the commit, under this claim. */
    @Test
    void a_cancel_writes_the_stop_under_a_claim_so_that_a_terminate_needs_no_further_statement() {
        TaskId task = id(3);
        WorkQueue queue = useCases.ports().queue();
        DueWork.of(queue, task)
                .forEach(start -> assertThat(queue.complete(start)).isTrue());

        assertThat(useCases.cancel(task)).isTrue();

        assertThat(queue.claimDue(all())).noneMatch(item -> item.kind() == Kind.STOP_WORKFLOW);
        assertThat(queue.complete(RackUseCases.claimed(Kind.STOP_WORKFLOW, task)))
                .isTrue();
    }

    @Test
    void a_submit_writes_the_start_under_a_claim_so_that_it_needs_no_further_statement() {
        Task task = aPendingTask().number(20).on(OTHER_RACK).build();

        assertThat(useCases.submit(task.id(), task.spec())).isPresent();

        assertThat(useCases.ports().queue().claimDue(all()))
                .noneMatch(item -> item.key().equals(task.id().value()));
        assertThat(useCases.ports().queue().complete(RackUseCases.claimed(Kind.START_WORKFLOW, task.id())))
                .isTrue();
    }

    @Test
    void everything_that_is_due_is_claimed_by_one_statement() {
        assertThat(useCases.ports().queue().claimDue(all())).isNotEmpty();

        assertThat(database.take()).hasSize(2).endsWith("commit");
    }

    @Test
    void a_repeated_cancel_reads_the_stop_and_writes_nothing() {
        Task task = aRunningTask().number(3).build();
        assertThat(useCases.cancel(task.id())).isTrue();
        database.take();

        assertThat(useCases.cancel(task.id())).isFalse();

        List<String> roundTrips = database.take();
        assertThat(roundTrips).hasSize(3).endsWith("commit");
        assertThat(roundTrips).noneMatch(sql -> sql.contains("insert into audit") || sql.contains("update task"));
    }

    @Test
    void a_cancel_of_a_waiting_task_locks_its_rack_reads_the_queue_writes_and_commits() {
        assertThat(useCases.cancel(aWaitingTask().number(13).build().id())).isTrue();

        assertThat(database.take()).hasSize(4).endsWith("commit");
    }

    @Test
    void a_submit_locks_and_reads_the_rack_writes_and_commits() {
        Task task = aPendingTask().number(20).on(OTHER_RACK).build();

        assertThat(useCases.submit(task.id(), task.spec())).isPresent();

        assertThat(database.take()).hasSize(4).endsWith("commit");
    }

    @Test
    void a_submit_under_a_key_takes_one_round_trip_more() {
        Task task = aPendingTask().number(20).on(OTHER_RACK).build();
        IdempotencyKey key = new IdempotencyKey(ORG, "key-1", "power on the rack");

        assertThat(useCases.ports()
                        .storage()
                        .decideOnce(
                                SCOPE,
                                OTHER_RACK,
                                key,
                                rack -> Decision.of(
                                        task, new TaskSubmitted(task, CAUSE), new RackGranted(task, Delivery.CLAIMED))))
                .isEqualTo(new KeyedResult.Decided<>(task));

        assertThat(database.take()).hasSize(5).endsWith("commit");
    }

    @Test
    void the_gate_locks_writes_and_commits() {
        Task task = aPendingTask().number(20).on(OTHER_RACK).insertWithReservation(store, SCOPE);

        ProcessId process = useCases.attempts().newProcess();
        database.take();

        assertThat(useCases.begin(task.id(), RUN, process)).isPresent();

        assertThat(database.take()).hasSize(3).endsWith("commit");
    }

    /** However many attempts act, their process makes one statement, and nothing is due for them. */
    @Test
    void all_attempts_of_a_process_live_by_one_statement_and_leave_no_work_to_claim() {
        ProcessId process = useCases.attempts().newProcess();
        Set<Long> acting = new HashSet<>();
        for (int number = 20; number < 40; number++) {
            RackId rack = new RackId(new UUID(17, number));
            Task task = aPendingTask().number(number).on(rack).insertWithReservation(store, SCOPE);
            DueWork.of(useCases.ports().queue(), task.id())
                    .forEach(start -> store.writes().startWorkflow(SCOPE, task, start, "racks"));
            acting.add(useCases.begin(task.id(), RUN, process).orElseThrow().number());
        }
        useCases.ports()
                .queue()
                .claimDue(all())
                .forEach(other ->
                        assertThat(useCases.ports().queue().complete(other)).isTrue());
        database.take();

        for (int second = 1; second <= 60; second++) {
            store.elapse(Duration.ofSeconds(1));
            assertThat(useCases.ports().leases().renew(process, Set.of()))
                    .isEqualTo(new Renewal.Renewed(acting, Set.of()));
            assertThat(database.take()).hasSize(2).endsWith("commit");
        }

        assertThat(useCases.ports().queue().claimDue(all())).isEmpty();
    }

    @Test
    void the_end_of_a_task_finds_its_site_and_rack_and_takes_four_round_trips_on_it() {
        Task task = aRunningTask().number(3).build();

        assertThat(FinishTask.using(useCases.ports())
                        .finish(new WorkflowRunRef(SITE, task.id(), RUN), new FinishTask.WorkResult.Success()))
                .isEqualTo(new FinishTask.Result.Finished());

        assertThat(database.take()).hasSize(2 + 4).endsWith("commit");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 13})
    void an_open_task_is_read_by_one_statement_after_the_authorization(int number) {
        assertThat(useCases.ports().tasks().find(authorized(), id(number)))
                .hasValueSatisfying(view -> assertThat(view.stop()).isNull());

        assertThat(database.take()).hasSize(1 + 1);
    }

    @Test
    void a_terminated_task_and_its_stop_are_read_by_one_statement_after_the_authorization() {
        assertThat(useCases.cancel(id(3))).isTrue();
        database.take();

        assertThat(useCases.ports().tasks().find(authorized(), id(3)))
                .map(TaskView::stop)
                .contains(StopStatus.REQUESTED);

        assertThat(database.take()).hasSize(1 + 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_page_and_its_total_are_read_by_one_statement_after_the_authorization(boolean activeOnly) {
        Page page =
                useCases.ports().tasks().page(authorized(), new TaskList.Site(), activeOnly, 1, 20, Reports.OMITTED);

        assertThat(page.total()).isEqualTo(10);
        assertThat(database.take()).hasSize(1 + 1);
    }

    @Test
    void a_slice_is_read_by_one_statement_after_the_authorization() {
        assertThat(useCases.ports()
                        .tasks()
                        .slice(authorized(), new TaskList.Site(), Filter.NONE, null, 20, Reports.OMITTED)
                        .tasks())
                .hasSize(10);

        assertThat(database.take()).hasSize(1 + 1);
    }

    @Test
    void a_history_is_read_by_one_statement_after_the_authorization() {
        assertThat(useCases.ports().tasks().history(authorized(), id(3))).hasSize(2);

        assertThat(database.take()).hasSize(1 + 1);
    }

    @Test
    void the_end_of_a_missing_workflow_takes_one_round_trip_more_than_one_on_the_rack() {
        MissingWorkflows missing = useCases.ports().storage().decideOnMissing(SCOPE, RACK, snapshot -> {
            Task task = snapshot.rack().task(id(3)).orElseThrow();
            return Decision.of(snapshot.missing(), TaskChanged.of(task, cancelled(task), CAUSE));
        });

        assertThat(missing.monitored()).isZero();

        assertThat(database.take()).hasSize(4 + 1).endsWith("commit");
    }

    private static List<Slots> all() {
        return Stream.of(Lane.values())
                .map(lane -> new Slots(lane, 100, 100, Map.of()))
                .toList();
    }

    private TaskScope authorized() {
        Caller caller = new Caller(
                new Subject("idp/ada"),
                new Caller.Profile("Ada", "Lovelace", "ada@example.com"),
                Map.of(ORG, Set.of(new Role("NICO_PROVIDER_ADMIN"))));
        return ((SiteAuthorization.Granted) useCases.ports().access().authorizeSite(caller, ORG, SITE, Action.GET_TASK))
                .scope();
    }

    private static TaskId id(int number) {
        return aRunningTask().number(number).build().id();
    }
}
