package io.nicotask.application.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.RackActions;
import io.nicotask.application.contract.Attempts.AttemptRenewal;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RackReconcilerTest {

    /** The number of items that are due when the lease of a process has expired whose attempt held a rack. */
    private static final int RACK_AND_PROCESS = 2;

    private final RelayFixture fixture = new RelayFixture();
    private final WorkDispatcher reconciler = Dispatchers.upkeep(fixture.ports, fixture.engine);

    @Test
    void a_rack_of_a_running_task_is_not_checked() {
        fixture.running(1);

        assertThat(reconciler.claimDue(10)).isEmpty();
    }

    @Test
    void a_rack_is_checked_until_the_last_lease_of_an_ended_task_has_expired() {
        TaskId task = fixture.running(1);
        Lease lease = fixture.acquireLease(task);
        fixture.cancel(task);
        fixture.runDue(fixture.relay());

        for (int check = 1; check <= 3; check++) {
            for (int renewal = 1; renewal <= 2; renewal++) {
                fixture.clock.tick(Duration.ofSeconds(2));
                assertThat(fixture.attempts.renew(lease)).isEqualTo(AttemptRenewal.TASK_ENDED);
            }
            fixture.clock.tick(Duration.ofSeconds(1));
            assertThat(reconcileDue()).isEqualTo(1);
        }
        StopStatus whileActing = fixture.stopOf(task);
        fixture.clock.tick(RackLeases.DURATION);

        assertThat(reconcileDue()).isEqualTo(RACK_AND_PROCESS);
        assertThat(whileActing).isEqualTo(StopStatus.DRAINING);
        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
        fixture.clock.tick(Duration.ofHours(1));
        assertThat(dueRacks()).isEmpty();
    }

    @Test
    void a_rack_is_checked_again_if_the_first_claimer_crashes() {
        TaskId task = fixture.running(1);
        fixture.acquireLease(task);
        fixture.cancel(task);
        fixture.runDue(fixture.relay());
        fixture.clock.tick(RackLeases.DURATION);
        assertThat(reconciler.claimDue(10)).hasSize(RACK_AND_PROCESS);

        assertThat(reconciler.claimDue(10)).isEmpty();
        fixture.clock.tick(WorkQueue.CLAIM);
        assertThat(reconcileDue()).isEqualTo(RACK_AND_PROCESS);

        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void two_reconcilers_can_check_one_rack() {
        TaskId task = fixture.running(1);
        fixture.acquireLease(task);
        fixture.cancel(task);
        fixture.runDue(fixture.relay());
        fixture.clock.tick(RackLeases.DURATION);
        List<Runnable> late = reconciler.claimDue(10);
        fixture.clock.tick(WorkQueue.CLAIM);

        assertThat(reconcileDue()).isEqualTo(RACK_AND_PROCESS);
        late.forEach(Runnable::run);

        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void racks_of_a_retired_site_are_checked_too() {
        TaskId task = fixture.running(1);
        fixture.acquireLease(task);
        fixture.cancel(task);
        fixture.runDue(fixture.relay());
        fixture.store.put(new Site(fixture.site, fixture.scope.provider(), "retired", false, fixture.clock.instant()));
        fixture.clock.tick(RackLeases.DURATION);

        assertThat(reconcileDue()).isEqualTo(RACK_AND_PROCESS);

        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void a_rack_that_nothing_but_a_decision_can_free_is_not_checked() {
        TaskId task = fixture.running(1);
        fixture.engine.goAway(fixture.site);
        fixture.cancel(task);
        fixture.runDue(fixture.relay());
        RackActions.schedule(fixture.ports, fixture.scope, RelayFixture.rack(1));

        fixture.clock.tick(Duration.ofHours(1));

        assertThat(dueRacks()).isEmpty();
    }

    private List<WorkItem> dueRacks() {
        return fixture.ports.queue().claimDue(List.of(new Slots(Lane.UPKEEP, 10, 10, Map.of()))).stream()
                .filter(item -> item.kind() == Kind.SCHEDULE_RACK)
                .toList();
    }

    private int reconcileDue() {
        List<Runnable> due = reconciler.claimDue(10);
        due.forEach(Runnable::run);
        return due.size();
    }
}
