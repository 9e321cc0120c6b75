package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.CHANGED;
import static io.nicotask.application.contract.StoredTaskFixture.RUN;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aTask;
import static io.nicotask.application.contract.StoredTaskFixture.aWaitingTask;
import static io.nicotask.application.contract.StoredTaskFixture.applied;
import static io.nicotask.application.contract.StoredTaskFixture.cancelled;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.Audited;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The part of the contract of {@link TaskStorage} that is about concurrent decisions. */
public abstract class DecisionRacesContract extends StoreContract {

    private static final int ROUNDS = 20;

    private final TaskStorage storage;

    protected DecisionRacesContract(StoreUnderTest store, Class<? extends TaskStorage> implementation) {
        super(store);
        this.storage = calls.recorded(TaskStorage.class, implementation.cast(store.storage()));
    }

    @Test
    void of_concurrent_cancels_one_wins_and_the_others_see_it() {
        Task running = storedWithReservation(aRunningTask());
        deliverStart(running);

        List<Boolean> won = ConcurrentRuns.of(16, () -> cancels(running));

        assertThat(won).containsOnlyOnce(true);
        assertUnchanged(cancelled(running));
        assertThat(store.tasks().history(SCOPE, running.id())).hasSize(3);
        assertThat(store.auditEntries()).hasSize(1);
        assertThat(claimDue(Lane.DELIVERY)).extracting(WorkItem::kind).containsExactly(Kind.STOP_WORKFLOW);
    }

    @Test
    void of_a_concurrent_cancel_and_a_completion_on_the_rack_one_wins() {
        for (int number = 1; number <= ROUNDS; number++) {
            Task running = storedWithReservation(aRunningTask().number(number));

            List<Boolean> won = ConcurrentRuns.of(List.of(() -> cancels(running), () -> completes(running)));

            assertThat(won).containsExactlyInAnyOrder(true, false);
            assertThat(store.tasks().history(SCOPE, running.id())).hasSize(3);
            assertThat(store.writes().stopOf(SCOPE, running.id())).isPresent();
        }
    }

    @Test
    void of_a_concurrent_cancel_and_a_promotion_both_succeed_or_the_cancel_is_first() {
        for (int number = 1; number <= ROUNDS; number++) {
            Task waiting = stored(aWaitingTask().number(number));

            List<Boolean> won = ConcurrentRuns.of(List.of(() -> cancels(waiting), () -> promoteWaiting() == 1));

            assertThat(won.getFirst()).isTrue();
            assertThat(store.writes().find(SCOPE, waiting.id()))
                    .map(Task::status)
                    .contains(TaskStatus.TERMINATED);
            assertThat(occupancy(SCOPE, RACK).reservation(waiting.id()).isPresent())
                    .isEqualTo(won.getLast());
            assertThat(store.writes().stopOf(SCOPE, waiting.id()).isPresent()).isEqualTo(won.getLast());
        }
    }

    @Test
    void a_decision_is_made_on_what_the_previous_one_has_committed() {
        Task running = storedWithReservation(aRunningTask());

        List<TaskStatus> seen = ConcurrentRuns.of(
                8,
                () -> storage.decide(
                                SCOPE,
                                running.id(),
                                snapshot -> isOpen(snapshot.task())
                                        ? Decision.of(snapshot.task().status(), completion(snapshot.task()))
                                        : Decision.unchanged(snapshot.task().status()))
                        .orElseThrow());

        assertThat(seen).containsOnlyOnce(TaskStatus.RUNNING);
        assertThat(Collections.frequency(seen, TaskStatus.SUCCEEDED)).isEqualTo(7);
    }

    @Test
    void no_concurrent_change_is_lost() {
        Task running = storedWithReservation(aRunningTask());

        List<Long> versions = ConcurrentRuns.of(
                8,
                () -> storage.decide(SCOPE, running.id(), DecisionRacesContract::report)
                        .orElseThrow());

        assertThat(versions).doesNotHaveDuplicates();
        assertThat(store.writes().find(SCOPE, running.id()))
                .map(task -> task.revision().version())
                .contains(running.revision().version() + 8);
    }

    @Test
    void of_concurrent_changes_of_one_version_one_is_written() {
        Task task = stored(aPendingTask());

        List<Boolean> wrote = ConcurrentRuns.of(16, () -> isWritten(TaskChanged.of(task, cancelled(task), CAUSE)));

        assertThat(wrote).containsOnlyOnce(true);
        assertUnchanged(cancelled(task));
        assertThat(store.tasks().history(SCOPE, task.id())).hasSize(2);
    }

    @Test
    void of_concurrent_submits_to_an_empty_rack_one_gets_it_and_the_others_see_that() {
        AtomicInteger numbers = new AtomicInteger();

        List<Integer> holdersSeen = ConcurrentRuns.of(16, () -> {
            int number = numbers.incrementAndGet();
            return storage.decideOnRack(SCOPE, RACK, rack -> submit(number, rack));
        });

        RackOccupancy after = occupancy(SCOPE, RACK);
        assertThat(holdersSeen).containsOnlyOnce(0);
        assertThat(after.reservations()).hasSize(1);
        assertThat(after.waiting()).hasSize(15);
    }

    @Test
    void of_concurrent_promotions_one_succeeds() {
        Task waiting = stored(aWaitingTask());

        List<Integer> promoted = ConcurrentRuns.of(8, this::promoteWaiting);

        assertThat(promoted).containsOnlyOnce(1);
        assertThat(occupancy(SCOPE, RACK).reservations())
                .singleElement()
                .satisfies(holder -> assertThat(holder.task().id()).isEqualTo(waiting.id()));
    }

    private boolean cancels(Task task) {
        return storage.decide(
                        SCOPE,
                        task.id(),
                        snapshot -> isOpen(snapshot.task())
                                ? Decision.of(
                                        true,
                                        TaskChanged.of(snapshot.task(), cancelled(snapshot.task()), CAUSE),
                                        new Audited(AuditFixture.granted()))
                                : Decision.unchanged(false))
                .orElseThrow();
    }

    private boolean completes(Task running) {
        return storage.decideOnRack(
                SCOPE,
                RACK,
                rack -> rack.task(running.id())
                        .filter(DecisionRacesContract::isOpen)
                        .map(task -> Decision.of(true, completion(task)))
                        .orElseGet(() -> Decision.unchanged(false)));
    }

    /** Returns how many tasks waited and have got the rack. */
    private int promoteWaiting() {
        return storage.decideOnRack(SCOPE, RACK, rack -> {
            List<Change> changes = new ArrayList<>();
            rack.waiting().forEach(task -> {
                Task promoted = applied(task.promote(CHANGED));
                changes.add(TaskChanged.of(task, promoted, CAUSE));
                changes.add(new RackGranted(promoted, Delivery.AT_ONCE));
            });
            return new Decision<>(rack.waiting().size(), changes);
        });
    }

    /** Answers how many tasks held the rack when it was read. */
    private static Decision<Integer> submit(int number, RackOccupancy rack) {
        int holders = rack.reservations().size();
        Task task = aTask(holders == 0 ? TaskStatus.PENDING : TaskStatus.WAITING)
                .number(number)
                .build();
        Decision<Integer> submitted = Decision.of(holders, new TaskSubmitted(task, CAUSE));
        return holders == 0 ? submitted.and(List.of(new RackGranted(task, Delivery.AT_ONCE))) : submitted;
    }

    private static Decision<Long> report(TaskSnapshot snapshot) {
        Task before = snapshot.task();
        long version = before.revision().version();
        TaskReport report = TaskReport.planned(List.of(List.of(Step.planned(ComponentType.COMPUTE, (int) version))));
        return Decision.of(version, TaskChanged.of(before, applied(before.progress(RUN, report, CHANGED)), CAUSE));
    }

    private static Change completion(Task task) {
        return TaskChanged.of(task, applied(task.succeed(RUN, CHANGED)), CAUSE);
    }

    private boolean isWritten(Change change) {
        try {
            return storage.decideOnRack(SCOPE, RACK, rack -> Decision.of(true, change));
        } catch (RuntimeException refused) {
            return false;
        }
    }

    private static boolean isOpen(Task task) {
        return !task.status().isTerminal();
    }
}
