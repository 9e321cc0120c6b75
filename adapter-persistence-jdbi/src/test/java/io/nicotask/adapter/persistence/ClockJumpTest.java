package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.PROVIDER;
import static io.nicotask.application.contract.StoreContract.SCOPE;
import static io.nicotask.application.contract.StoreContract.SITE;
import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.RUN;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.faults.Fault.CLOCK_JUMP;
import static io.nicotask.faults.Fault.DATABASE_CLOCK_STEP;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.RackActions;
import io.nicotask.application.contract.Attempts.AttemptRenewal;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.KeyedResult;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.value.RackId;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of a server or of the database may jump by hours, between requests and within a request. */
final class ClockJumpTest {

    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration HOURS = Duration.ofHours(6);
    private static final int TASKS = 60;
    private static final AtomicInteger JUMPS = new AtomicInteger();
    private static final AtomicInteger DATABASE_STEPS = new AtomicInteger();

    private final PostgresStoreUnderTest store = PostgresStoreUnderTest.emptied();
    private final JdbiTransactions transactions = new JdbiTransactions(PostgresStoreUnderTest.jdbi());
    private final SettableClock clock = new SettableClock(START);
    private final RackUseCases useCases = new RackUseCases(transactions, clock);

    @BeforeEach
    void there_is_a_site() {
        store.put(ORG, PROVIDER);
        store.put(new Site(SITE, PROVIDER, true));
    }

    @AfterAll
    static void count() {
        FiredFaults.count(CLOCK_JUMP, Layer.PARTS, JUMPS.get());
        FiredFaults.count(DATABASE_CLOCK_STEP, Layer.PARTS, DATABASE_STEPS.get());
    }

    @Test
    void times_of_a_task_never_go_back_although_the_clock_jumps_at_every_reading() {
        Random random = new Random(20_261_124);
        InstantSource jumpingClock = () -> {
            JUMPS.incrementAndGet();
            return START.plusSeconds(random.nextLong(-HOURS.toSeconds(), HOURS.toSeconds()));
        };
        RackUseCases jumpingUseCases = new RackUseCases(transactions, jumpingClock);

        for (int number = 1; number <= TASKS; number++) {
            RackId rack = new RackId(new UUID(7, number));
            Task task = aPendingTask().number(number).on(rack).build();
            assertThat(jumpingUseCases.submit(task.id(), task.spec())).isPresent();
            assertThat(jumpingUseCases.begin(task.id(), RUN)).isPresent();
            end(jumpingUseCases, store.writes().find(SCOPE, task.id()).orElseThrow(), number);

            assertTimesInOrder(store.writes().find(SCOPE, task.id()).orElseThrow());
        }
    }

    @Test
    void a_lease_expires_by_the_clock_of_the_database() {
        Task task = submitted(1);
        Lease lease = useCases.begin(task.id(), RUN).orElseThrow();

        jump(HOURS);
        AttemptRenewal afterJumpAhead = useCases.attempts().renew(lease);
        jump(HOURS.multipliedBy(-2));
        AttemptRenewal afterJumpBack = useCases.attempts().renew(lease);

        assertThat(List.of(afterJumpAhead, afterJumpBack)).containsOnly(AttemptRenewal.ACTING);
    }

    @Test
    void the_rack_of_a_cancelled_task_with_a_live_lease_stays_reserved_when_the_clock_jumps() {
        Task task = submitted(1);
        assertThat(useCases.begin(task.id(), RUN)).isPresent();
        assertThat(useCases.cancel(task.id())).isTrue();

        jump(HOURS);

        assertThat(submitted(2).status()).isEqualTo(TaskStatus.WAITING);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, -6})
    void a_waiting_task_expires_by_the_clock_of_the_database_and_not_by_that_of_a_server(int hours) {
        Task working = submitted(1);
        jump(Duration.ofHours(hours));
        Task waiting = submitted(2);
        reschedule(waiting);
        jump(Duration.ofHours(-2L * hours));
        reschedule(waiting);
        TaskStatus before = statusOf(waiting);

        jumpOfDatabase(RackUseCases.QUEUED_FOR);
        reschedule(waiting);

        assertThat(before).isEqualTo(TaskStatus.WAITING);
        assertThat(statusOf(waiting)).isEqualTo(TaskStatus.TERMINATED);
        assertThat(statusOf(working)).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void a_waiting_task_expires_once_although_the_clock_of_the_database_jumps() {
        submitted(1);
        Task waiting = submitted(2);

        jumpOfDatabase(HOURS.negated());
        reschedule(waiting);
        TaskStatus before = statusOf(waiting);
        jumpOfDatabase(HOURS.plus(RackUseCases.QUEUED_FOR));
        reschedule(waiting);
        jumpOfDatabase(HOURS.negated());
        reschedule(waiting);

        assertThat(before).isEqualTo(TaskStatus.WAITING);
        assertThat(statusOf(waiting)).isEqualTo(TaskStatus.TERMINATED);
        assertThat(store.tasks().history(SCOPE, waiting.id())).hasSize(2);
    }

    @Test
    void a_rack_with_a_waiting_task_is_checked_at_once_after_the_clock_of_the_database_was_set_back() {
        submitted(1);
        Task waiting = submitted(2);
        List<WorkItem> before = upkeep();

        jumpOfDatabase(HOURS.negated());

        assertThat(before).isEmpty();
        assertThat(upkeep())
                .singleElement()
                .satisfies(
                        item -> assertThat(item.rack()).isEqualTo(waiting.spec().rack()));
    }

    @Test
    void a_retry_of_a_stop_is_due_after_the_clock_of_the_database_was_set_back() {
        Task task = submitted(1);
        assertThat(useCases.cancel(task.id())).isTrue();
        assertThat(store.queue().complete(RackUseCases.claimed(Kind.START_WORKFLOW, task.id())))
                .isTrue();
        assertThat(store.queue()
                        .postpone(RackUseCases.claimed(Kind.STOP_WORKFLOW, task.id()), Duration.ofSeconds(5), "silent"))
                .isTrue();

        jumpOfDatabase(HOURS.negated());

        assertThat(due(Lane.DELIVERY)).extracting(WorkItem::kind).containsExactly(Kind.STOP_WORKFLOW);
    }

    @Test
    void the_alert_of_a_stop_is_raised_although_the_clock_of_the_database_was_set_back() {
        Task task = submitted(1);
        assertThat(useCases.cancel(task.id())).isTrue();
        List<WorkItem> before = upkeep();

        jumpOfDatabase(HOURS.negated());

        assertThat(before).isEmpty();
        assertThat(upkeep()).extracting(WorkItem::kind).containsExactly(Kind.ALERT_STOP);
        assertThat(store.stops().find(SCOPE, task.id()))
                .hasValueSatisfying(stop -> assertThat(stop.stop().status()).isEqualTo(StopStatus.NEEDS_ATTENTION));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, -2})
    void an_idempotency_key_is_known_by_the_clock_of_the_database(int days) {
        IdempotencyKey key = new IdempotencyKey(ORG, "key-1", "power on");
        assertThat(submitOnce(key, 1)).isInstanceOf(KeyedResult.Decided.class);

        jump(Duration.ofDays(days));

        assertThat(submitOnce(key, 2)).isInstanceOf(KeyedResult.SameRequest.class);
    }

    private KeyedResult<Task> submitOnce(IdempotencyKey key, int number) {
        Task task = aPendingTask().number(number).build();
        return useCases.ports()
                .storage()
                .decideOnce(SCOPE, task.spec().rack(), key, rack -> Decision.of(task, new TaskSubmitted(task, CAUSE)));
    }

    private List<WorkItem> upkeep() {
        return due(Lane.UPKEEP);
    }

    private List<WorkItem> due(Lane lane) {
        return store.queue().claimDue(List.of(new Slots(lane, 8, 8, Map.of())));
    }

    private Task submitted(int number) {
        Task task = aPendingTask().number(number).build();
        return useCases.submit(task.id(), task.spec()).orElseThrow();
    }

    private void jump(Duration by) {
        JUMPS.incrementAndGet();
        clock.tick(by);
    }

    private static void jumpOfDatabase(Duration by) {
        DATABASE_STEPS.incrementAndGet();
        ManualDatabaseClock.advance(PostgresStoreUnderTest.jdbi(), by);
    }

    private void reschedule(Task task) {
        RackActions.schedule(useCases.ports(), SCOPE, task.spec().rack());
    }

    private TaskStatus statusOf(Task task) {
        return store.writes().find(SCOPE, task.id()).orElseThrow().status();
    }

    /** Ends a task by a cancel or by a success. */
    private void end(RackUseCases jumpingUseCases, Task task, int number) {
        if (number % 2 == 0) {
            assertThat(jumpingUseCases.cancel(task.id())).isTrue();
        } else {
            Instant now = jumpingUseCases.ports().clock().instant();
            Applied succeeded = (Applied) task.succeed(RUN, now);
            store.writes().update(SCOPE, new TaskChange(task, succeeded.task(), CAUSE));
        }
    }

    private void assertTimesInOrder(Task task) {
        assertThat(store.tasks().history(SCOPE, task.id()))
                .extracting(HistoryEntry::at)
                .isSortedAccordingTo(Comparator.naturalOrder())
                .endsWith(task.revision().updated());
        assertThat(task.state().finishedOrNull()).isEqualTo(task.revision().updated());
        assertThat(task.state().runOrNull().startedAt())
                .isBetween(task.revision().created(), task.revision().updated());
    }
}
