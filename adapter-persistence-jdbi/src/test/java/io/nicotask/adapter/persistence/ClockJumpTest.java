package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.PROVIDER;
import static io.nicotask.application.contract.StoreContract.SCOPE;
import static io.nicotask.application.contract.StoreContract.SITE;
import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.RUN;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.faults.Fault.CLOCK_JUMP;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.RackActions;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.WorkItem.Lane;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.Slots;
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

/** The clock of a server may jump by hours, between requests and within a request. */
final class ClockJumpTest {

    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration HOURS = Duration.ofHours(6);
    private static final int TASKS = 60;
    private static final AtomicInteger JUMPS = new AtomicInteger();

    private final PostgresStoreUnderTest store = PostgresStoreUnderTest.emptied();
    private final JdbiTransactions transactions = new JdbiTransactions(PostgresStoreUnderTest.jdbi());
    private final SettableClock clock = new SettableClock(START);
    private final RackUseCases useCases = new RackUseCases(transactions, clock);

    @BeforeEach
    void there_is_a_site() {
        store.put(ORG, PROVIDER);
        store.put(new Site(SITE, PROVIDER, true, true));
    }

    @AfterAll
    static void count() {
        FiredFaults.count(CLOCK_JUMP, Layer.PARTS, JUMPS.get());
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
        Renewal afterJumpAhead = useCases.ports().leases().renew(lease);
        jump(HOURS.multipliedBy(-2));
        Renewal afterJumpBack = useCases.ports().leases().renew(lease);

        assertThat(List.of(afterJumpAhead, afterJumpBack)).containsOnly(Renewal.RENEWED);
    }

    @Test
    void the_rack_of_a_cancelled_task_with_a_live_lease_stays_reserved_when_the_clock_jumps() {
        Task task = submitted(1);
        assertThat(useCases.begin(task.id(), RUN)).isPresent();
        assertThat(useCases.cancel(task.id())).isTrue();

        jump(HOURS);

        assertThat(submitted(2).status()).isEqualTo(TaskStatus.WAITING);
    }

    @Test
    void a_waiting_task_expires_once_at_its_deadline_which_a_jump_back_delays() {
        Task working = submitted(1);
        Task waiting = submitted(2);

        jump(HOURS.negated());
        reschedule(waiting);
        assertThat(statusOf(waiting)).isEqualTo(TaskStatus.WAITING);

        jump(HOURS.plus(RackUseCases.QUEUED_FOR));
        reschedule(waiting);
        jump(HOURS.negated());
        reschedule(waiting);

        assertThat(statusOf(waiting)).isEqualTo(TaskStatus.TERMINATED);
        assertThat(store.tasks().history(SCOPE, waiting.id())).hasSize(2);
        assertThat(statusOf(working)).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void a_rack_with_a_waiting_task_is_checked_in_time_although_the_deadline_seems_far_away() {
        submitted(1);
        jump(HOURS);
        Task waiting = submitted(2);

        jump(HOURS.multipliedBy(-2));
        reschedule(waiting);

        store.elapse(WorkQueue.MAX_DELAY);
        assertThat(store.queue().claimDue(List.of(new Slots(Lane.UPKEEP, 1, 1, Map.of()))))
                .singleElement()
                .satisfies(
                        item -> assertThat(item.rack()).isEqualTo(waiting.spec().rack()));
    }

    private Task submitted(int number) {
        Task task = aPendingTask().number(number).build();
        return useCases.submit(task.id(), task.spec()).orElseThrow();
    }

    private void jump(Duration by) {
        JUMPS.incrementAndGet();
        clock.tick(by);
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
