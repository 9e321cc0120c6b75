package io.nicotask.application.worker;

import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.memory.InterceptedStorage;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.worker.ExecuteStage.Heartbeat.Signal;
import io.nicotask.application.worker.ExecuteStage.Result.Completed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** When the workflow of a task has to be checked, and when an attempt is the proof that it is open. */
final class StageDoubtTest {

    private final WorkerFixture fixture = new WorkerFixture();

    @Test
    void a_run_that_has_begun_is_checked_unless_the_next_gate_follows() {
        fixture.site.clock.tick(WorkerTaskUpdates.NEXT_GATE.minusMillis(1));
        List<WorkItem> before = fixture.site.claimDue(Lane.CHECK);
        fixture.site.clock.tick(Duration.ofMillis(1));

        assertThat(before).isEmpty();
        assertThat(fixture.site.claimDue(Lane.CHECK)).extracting(WorkItem::task).containsExactly(fixture.task.id());
    }

    @Test
    void no_check_is_due_while_a_stage_is_executed_and_one_after_it_unless_the_next_gate_follows() {
        fixture.hardware.takes(30, COMPUTE);
        List<WorkItem> whileActing = new ArrayList<>();
        ScriptedHeartbeat heartbeat = fixture.beats();
        for (int beat = 1; beat <= 20; beat++) {
            heartbeat.at(beat, () -> whileActing.addAll(fixture.site.claimDue(Lane.CHECK)));
        }

        assertThat(fixture.execute(1, heartbeat)).isEqualTo(new Completed());
        List<WorkItem> atTheEnd = fixture.site.claimDue(Lane.CHECK);
        fixture.site.clock.tick(WorkerTaskUpdates.NEXT_GATE);

        assertThat(whileActing).isEmpty();
        assertThat(atTheEnd).isEmpty();
        assertThat(fixture.site.claimDue(Lane.CHECK)).extracting(WorkItem::task).containsExactly(fixture.task.id());
    }

    @Test
    void an_engine_that_does_not_answer_an_attempt_makes_a_check_due() {
        fixture.hardware.takes(10, COMPUTE);
        List<WorkItem> checks = new ArrayList<>();
        ScriptedHeartbeat heartbeat = fixture.beats()
                .at(2, () -> checks.addAll(fixture.site.claimDue(Lane.CHECK)))
                .signal(3, Signal.UNANSWERED)
                .at(5, () -> assertThat(checks).isEmpty())
                .at(6, () -> checks.addAll(fixture.site.claimDue(Lane.CHECK)));

        assertThat(fixture.execute(1, heartbeat)).isEqualTo(new Completed());

        assertThat(checks).extracting(WorkItem::task).containsExactly(fixture.task.id());
    }

    /** Otherwise the lease would live as long as its process, and the rack would never be free. */
    @Test
    void a_lease_that_may_have_been_acquired_is_released_as_soon_as_the_store_is_back() {
        AtomicInteger decisions = new AtomicInteger();
        Ports losing = fixture.site.ports.withStorage(new InterceptedStorage(fixture.site.ports.storage()) {

            @Override
            protected <T> T call(String method, Supplier<T> call) {
                return switch (decisions.incrementAndGet()) {
                    case 1 -> {
                        T lost = call.get();
                        throw new StoreUnavailable("The reply to the gate is lost: " + lost, new RuntimeException());
                    }
                    case 2, 3 -> throw new StoreUnavailable("The lease is not released", new RuntimeException());
                    default -> call.get();
                };
            }
        });
        ProcessLease process = fixture.processLease(fixture.site.ports);
        ExecuteStage stage = new ExecuteStageService(losing, fixture.rules, fixture.hardware, process);

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> assertThat(stage.execute(fixture.workflowRun(), 1, fixture.beats()))
                        .isNull());
        process.renew();
        boolean whileTheStoreIsAway = isLeased();
        process.renew();

        assertThat(whileTheStoreIsAway).isTrue();
        assertThat(isLeased()).isFalse();
        assertThat(decisions).hasValue(4);
    }

    private boolean isLeased() {
        return fixture.site.holders(fixture.task).stream().anyMatch(Reservation::leased);
    }
}
