package io.nicotask.application.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.RackChecks.DueRack;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class RackReconcilerTest {

    private static final Duration WHILE_ACTING = Duration.ofSeconds(1);

    private final RelayFixture fixture = new RelayFixture();
    private final RackReconciler reconciler = new RackReconciler(fixture.ports);

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
        fixture.relay().deliver(task);

        for (int check = 1; check <= 8; check++) {
            fixture.clock.tick(WHILE_ACTING);
            assertThat(fixture.ports.leases().renew(lease)).isEqualTo(RackLeases.Renewal.TASK_ENDED);
            assertThat(reconcileDue()).isEqualTo(1);
        }
        StopStatus whileActing = fixture.stopOf(task);
        fixture.clock.tick(RackLeases.DURATION);

        assertThat(reconcileDue()).isEqualTo(1);
        assertThat(whileActing).isEqualTo(StopStatus.DRAINING);
        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
        fixture.clock.tick(Duration.ofHours(1));
        assertThat(reconciler.claimDue(10)).isEmpty();
    }

    @Test
    void a_rack_is_checked_again_if_the_first_claimer_crashes() {
        TaskId task = fixture.running(1);
        fixture.acquireLease(task);
        fixture.cancel(task);
        fixture.relay().deliver(task);
        fixture.clock.tick(RackLeases.DURATION);
        assertThat(reconciler.claimDue(10)).hasSize(1);

        assertThat(reconciler.claimDue(10)).isEmpty();
        fixture.clock.tick(OutboxRelay.LEASE);
        assertThat(reconcileDue()).isEqualTo(1);

        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void two_reconcilers_can_check_one_rack() {
        TaskId task = fixture.running(1);
        fixture.acquireLease(task);
        fixture.cancel(task);
        fixture.relay().deliver(task);
        fixture.clock.tick(RackLeases.DURATION);
        List<Runnable> late = reconciler.claimDue(10);
        fixture.clock.tick(OutboxRelay.LEASE);

        assertThat(reconcileDue()).isEqualTo(1);
        late.forEach(Runnable::run);

        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void racks_of_a_site_out_of_service_are_checked_too() {
        TaskId task = fixture.running(1);
        fixture.acquireLease(task);
        fixture.cancel(task);
        fixture.relay().deliver(task);
        fixture.store.put(new Site(fixture.site, fixture.scope.provider(), false, false));
        fixture.clock.tick(RackLeases.DURATION);

        assertThat(reconcileDue()).isEqualTo(1);

        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void it_claims_no_more_than_the_limit() {
        SiteId site = fixture.site;
        for (int number = 1; number <= 3; number++) {
            fixture.scheduleCheck(new DueRack(site, RelayFixture.rack(number)));
        }

        assertThat(reconciler.claimDue(2)).hasSize(2);
        assertThat(reconciler.claimDue(2)).hasSize(1);
    }

    @Test
    void a_rack_of_an_unknown_site_delays_no_other() {
        TaskId task = fixture.running(1);
        fixture.acquireLease(task);
        fixture.cancel(task);
        fixture.relay().deliver(task);
        fixture.scheduleCheck(new DueRack(new SiteId(new UUID(0, 404)), RelayFixture.rack(1)));
        fixture.clock.tick(RackLeases.DURATION);

        assertThat(reconcileDue()).isEqualTo(2);

        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
    }

    private int reconcileDue() {
        List<Runnable> due = reconciler.claimDue(10);
        due.forEach(Runnable::run);
        return due.size();
    }
}
