package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.PROVIDER;
import static io.nicotask.application.contract.StoreContract.SCOPE;
import static io.nicotask.application.contract.StoreContract.SITE;
import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.RUN;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.ProcessId;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.application.port.TaskEvents;
import io.nicotask.application.port.TaskEvents.TaskEvent;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.KeyedResult;
import io.nicotask.application.port.UnfinishedSteps.Observation;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Frequent statements read few rows, however large the tables are: no index is missing, and each is used. */
final class ExaminedRowsTest {

    /** Includes the rows of small tables that are read as a whole, such as the transitions. */
    private static final int A_FEW = 150;

    private static final Duration LATER = Duration.ofSeconds(5);
    private static final int SITES = 20;
    private static final Instant NOW = Instant.parse("2026-06-01T12:05:00Z");
    private static final Settings DATABASE = PostgresTestServer.emptyDatabase();

    private final JdbiTransactions transactions = new JdbiTransactions(PostgresTestServer.jdbi(DATABASE));
    private final RackUseCases useCases = new RackUseCases(transactions, new SettableClock(NOW));

    /**
     * Inserts tasks 1 to 100,000, which have ended, on racks 1 to 100; then 2,000 that run under a lease, each on a
     * rack of its own, and 500 that wait for one of these racks. At 20 more sites, 1,000 items of work are due and 1,000
     * are not.
     */
    @BeforeAll
    static void insert_many_tasks() {
        SchemaMigrator.migrate(DATABASE);
        Jdbi jdbi = PostgresTestServer.jdbi(DATABASE);
        jdbi.useTransaction(handle -> {
            handle.execute("set local session_replication_role = replica");
            handle.execute("insert into provider values (?)", PROVIDER.value());
            handle.execute("insert into org values (?, ?)", ORG.value(), PROVIDER.value());
            handle.execute("insert into site values (?, ?, true, true)", SITE.value(), PROVIDER.value());
            ROWS.forEach(handle::execute);
        });
        jdbi.useHandle(handle -> handle.execute("analyze"));
        jdbi.useHandle(handle -> BACKLOG.forEach(handle::execute));
    }

    @Test
    void a_submit_to_a_free_rack() {
        Task task = aPendingTask().withId(new UUID(1, 1)).on(rack(1)).build();

        assertFewRows(() -> useCases.submit(task.id(), task.spec()).isPresent());
    }

    @Test
    void a_submit_to_a_busy_rack() {
        Task task = aPendingTask().withId(new UUID(1, 2)).on(rack(101_500)).build();

        assertFewRows(() -> useCases.submit(task.id(), task.spec()).isPresent());
    }

    @Test
    void a_cancel() {
        assertFewRows(() -> useCases.cancel(task(101_501)));
    }

    @Test
    void a_cancel_of_a_waiting_task() {
        assertFewRows(() -> useCases.cancel(task(102_001)));
    }

    @Test
    void passing_the_start_gate() {
        Task task = aPendingTask().withId(new UUID(1, 3)).on(rack(2)).build();
        assertThat(useCases.submit(task.id(), task.spec())).isPresent();

        assertFewRows(() -> useCases.begin(task.id(), RUN).isPresent());
    }

    @Test
    void a_renewal_for_the_attempts_of_a_process() {
        assertFewRows(
                () -> useCases.ports().leases().renew(process(2), Set.of(101_502L)) instanceof Renewal.Renewed renewed
                        && renewed.acting().size() == 100);
    }

    @Test
    void the_expiry_of_a_process() {
        assertFewRows(() -> useCases.ports().leases().expire(processCheck(3)));
    }

    @Test
    void the_number_of_scheduled_checks() {
        assertFewRows(() -> useCases.ports().monitor().scheduledChecks(SITE, 50) == 50);
    }

    @Test
    void the_end_of_a_lease() {
        Task task = useCases.ports()
                .tasks()
                .find(SCOPE, task(101_503))
                .orElseThrow()
                .task();

        assertFewRows(() -> {
            useCases.endLease(task, lease(101_503));
            return true;
        });
    }

    @Test
    void a_task_with_its_stop() {
        assertFewRows(() -> useCases.ports().tasks().find(SCOPE, task(5)).isPresent());
    }

    @Test
    void the_history_of_a_task() {
        Task task = aPendingTask().withId(new UUID(1, 4)).on(rack(3)).build();
        assertThat(useCases.submit(task.id(), task.spec())).isPresent();

        assertFewRows(() -> !useCases.ports().tasks().history(SCOPE, task.id()).isEmpty());
    }

    @Test
    void the_next_events() {
        TaskEvents events = new JdbiTaskEvents(transactions);
        await().until(() -> !events.after(0, 1).isEmpty());

        assertFewRows(() -> {
            List<TaskEvent> next = events.after(150_000, 20);
            return next.size() == 20 && next.getFirst().position() == 150_001;
        });
    }

    @Test
    void the_unconfirmed_stops() {
        assertFewRows(
                () -> useCases.ports().stops().findUnconfirmed(SCOPE, null, 5).size() == 5);
    }

    @Test
    void an_unconfirmed_stop() {
        assertFewRows(() -> useCases.ports().stops().find(SCOPE, task(4_096)).isPresent());
    }

    @Test
    void an_observation_of_a_step() {
        assertFewRows(() -> {
            useCases.ports()
                    .unfinishedSteps()
                    .recordObservation(
                            SCOPE,
                            new StepKey(task(4_096), 1, ComponentType.COMPUTE),
                            new Observation(false, Map.of(new ComponentId(new UUID(9, 1)), "half flashed"), null));
            return true;
        });
    }

    @Test
    void a_submit_under_a_key_and_its_repetition() {
        Task task = aPendingTask().withId(new UUID(1, 5)).on(rack(4)).build();

        assertFewRows(() -> submitOnce(task).equals(new KeyedResult.Decided<>(task)));
        assertFewRows(() -> submitOnce(task) instanceof KeyedResult.SameRequest<Task>);
    }

    private KeyedResult<Task> submitOnce(Task task) {
        return useCases.ports()
                .storage()
                .decideOnce(
                        SCOPE,
                        task.spec().rack(),
                        new IdempotencyKey(ORG, "new", "work"),
                        rack -> Decision.of(task, new TaskSubmitted(task, CAUSE)));
    }

    @Test
    void the_due_work_of_all_sites() {
        assertFewRows(() -> claimDue(4, Lane.DELIVERY).stream()
                        .collect(Collectors.groupingBy(WorkItem::site))
                        .size()
                == 1 + SITES);
    }

    @Test
    void the_due_work_of_all_lanes() {
        assertFewRows(() -> !claimDue(1, Lane.values()).isEmpty());
    }

    @Test
    void work_that_is_not_due() {
        assertFewRows(() -> claimDue(100, Lane.OBSERVATION).isEmpty());
    }

    @Test
    void a_check_of_a_workflow() {
        WorkItem check = claimDue(1, Lane.CHECK).getFirst();

        assertFewRows(() -> useCases.ports().monitor().recordCheck(check, 1, LATER));
    }

    private List<WorkItem> claimDue(int perSite, Lane... lanes) {
        return useCases.ports()
                .queue()
                .claimDue(Stream.of(lanes)
                        .map(lane -> new Slots(lane, 100, perSite, Map.of()))
                        .toList());
    }

    private void assertFewRows(Supplier<Boolean> work) {
        List<String> read = transactions.write(handle -> {
            assertThat(work.get()).isTrue();
            return handle.createQuery("""
                            select relname || ': ' || seq_tup_read + coalesce(idx_tup_fetch, 0)
                            from pg_stat_xact_user_tables
                            where seq_tup_read + coalesce(idx_tup_fetch, 0) > :few
                            """)
                    .bind("few", A_FEW)
                    .mapTo(String.class)
                    .list();
        });

        assertThat(read).as("tables of which many rows were read").isEmpty();
    }

    private static TaskId task(int number) {
        return new TaskId(new UUID(0, number));
    }

    private static RackId rack(int number) {
        return new RackId(new UUID(0, number));
    }

    private static Lease lease(int number) {
        return new Lease(task(number), number, new FencingToken(1));
    }

    private static ProcessId process(int number) {
        return new ProcessId(new UUID(0, number));
    }

    private static WorkItem processCheck(int number) {
        return new WorkItem(Kind.CHECK_PROCESS, process(number).value(), SITE, 1);
    }

    private static final String RUNNING =
            "select site_id, id as key from task where run_id is not null and finished_at is null";

    private static final String UNCONFIRMED = "select site_id, task_id as key from task_stop where unconfirmed";

    private static final String AT_MORE_SITES = """
            select id as site_id, gen_random_uuid() as key from site, generate_series(1, 1000)
            where id::text like '20000000%'
            """;

    private static final String ID = "lpad(to_hex(n), 32, '0')::uuid";

    private static final List<String> ROWS = List.of(
            insertTask("Succeeded", "n % 100 + 1", 1, 100_000),
            insertTask("Running", "n", 100_001, 102_000),
            insertTask("Waiting", "n - 1000", 102_001, 102_500),
            "insert into rack select site_id, rack_id, count(*) from task group by site_id, rack_id",
            """
            insert into rack_reservation
            select id, site_id, rack_id, row_number() over (partition by rack_id order by queue_position), now(),
                   finished_at
            from task where run_id is not null
            """,
            """
            insert into unfinished_step (task_id, stage, component_type, site_id, interrupt_policy, fencing_token,
                                         begun_at, deadline_at, known_at)
            select id, 1, 'Compute', site_id, 'INTERRUPTIBLE', 2, now(), now() + interval '1 hour', now()
            from task where run_id is not null and (finished_at is null or id::text like '%000')
            """,
            """
            insert into process_lease
            select ID, now() + case when n = 3 then interval '-1 second' else interval '1 hour' end
            from generate_series(0, 19) n
            """.replace("ID", ID),
            """
            insert into rack_lease (number, task_id, work, process_id) overriding system value
            select number, id, 'stage-1', lpad(to_hex(number % 20), 32, '0')::uuid
            from (select id, ('x' || right(id::text, 8))::bit(32)::int as number from task
                  where run_id is not null and finished_at is null) attempt
            """,
            """
            insert into work (kind, lane, site_id, key, due_at, written_at, claimed_until, claim_number)
            select 'CHECK_PROCESS', 'UPKEEP', site.id, process_id, until, now(),
                   case when until < now() then now() + interval '1 hour' end, 1
            from process_lease, site
            """,
            "insert into workflow (task_id, namespace, checked_at) "
                    + "select id, 'racks', now() from task where run_id is not null",
            """
            insert into task_stop (task_id, site_id, decided_at, engine_closed_at, unconfirmed)
            select id, site_id, now(), case when id::text not like '%000' then now() end, id::text like '%000'
            from task where finished_at is not null
            """,
            insertHistory("'Pending'", "'Running'", "n"),
            insertHistory("'Running'", "'Succeeded'", "100000 + n"),
            """
            insert into stop_history (task_id, status, at, number)
            select ID, 'CONFIRMED', now(), 200000 + n from generate_series(1, 100000) n
            """.replace("ID", ID),
            "select setval('task_history_number', 300000)",
            insertWork(Kind.CHECK_WORKFLOW, "now()", RUNNING),
            insertWork(Kind.STOP_WORKFLOW, "now()", UNCONFIRMED),
            insertWork(Kind.ALERT_STOP, "now() + interval '1 minute'", UNCONFIRMED),
            "insert into idempotency_key select 'acme', id::text, '', id, timestamptz '2026-05-01 12:00:00Z' "
                    + "from task");

    /** Arrives after the database has taken its statistics. */
    private static final List<String> BACKLOG = List.of(
            """
            insert into site
            select cast('20000000-0000-0000-0000-' || lpad(to_hex(n), 12, '0') as uuid), provider_id, true, true
            from site, generate_series(1, 20) n
            """,
            insertWork(Kind.START_WORKFLOW, "now()", AT_MORE_SITES),
            insertWork(Kind.OBSERVE_STEPS, "now() + interval '1 hour'", AT_MORE_SITES));

    private static String insertWork(Kind kind, String due, String items) {
        return """
                insert into work (kind, lane, site_id, key, due_at, written_at)
                select '%s', '%s', site_id, key, %s, now() from (%s) item
                """.formatted(kind, kind.lane(), due, items);
    }

    /** Inserts a change of each task that has ended. */
    private static String insertHistory(String from, String to, String number) {
        return """
                insert into task_history (task_id, version, from_status, to_status, at, actor, number)
                select %1$s, %4$s, %2$s, %3$s, now(), 'test', %4$s from generate_series(1, 100000) n
                """.formatted(ID, from, to, number);
    }

    private static String insertTask(String status, String rack, int from, int to) {
        return """
                insert into task (id, site_id, rack_id, operation, description, status, message, deadline_at, run_id,
                                  started_at, finished_at, created_at, updated_at, version)
                select %s, (select id from site), %s, 'power_on', '', '%3$s', '',
                       case when '%3$s' = 'Waiting' then timestamptz '2026-06-01 13:00:00Z' end,
                       case when '%3$s' <> 'Waiting' then 'run' end,
                       case when '%3$s' <> 'Waiting' then timestamptz '2026-06-01 12:00:00Z' end,
                       case when '%3$s' = 'Succeeded' then timestamptz '2026-06-01 12:00:00Z' end,
                       '2026-06-01 12:00:00Z', '2026-06-01 12:00:00Z', 1
                from generate_series(%4$d, %5$d) n
                """.formatted(ID, ID.replace("n)", rack + ")"), status, from, to);
    }
}
