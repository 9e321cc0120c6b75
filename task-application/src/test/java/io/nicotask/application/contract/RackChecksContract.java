package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.RackChecks;
import io.nicotask.application.port.RackChecks.DueRack;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of {@link RackChecks}, with the change that schedules a check. */
public abstract class RackChecksContract extends StoreContract {

    private static final int MANY = 100;
    private static final Duration DELAY = Duration.ofSeconds(30);
    private static final Duration NOW = Duration.ZERO;

    private final RackChecks racks;

    protected RackChecksContract(StoreUnderTest store, Class<? extends RackChecks> implementation) {
        super(store);
        this.racks = implementation.cast(store.racks());
    }

    @Test
    void a_rack_without_a_scheduled_check_is_never_due() {
        stored(StoredTaskFixture.aWaitingTask());
        storedWithReservation(StoredTaskFixture.aPendingTask().number(2));

        assertThat(due()).isEmpty();
    }

    @Test
    void a_check_is_due_after_its_delay() {
        scheduleCheck(SCOPE, RACK, DELAY);

        List<DueRack> before = due();
        store.elapse(DELAY);

        assertThat(before).isEmpty();
        assertThat(due()).containsExactly(new DueRack(SITE, RACK));
    }

    @Test
    void a_newly_scheduled_check_replaces_the_earlier_one() {
        scheduleCheck(SCOPE, RACK, NOW);
        scheduleCheck(SCOPE, RACK, DELAY);
        scheduleCheck(SCOPE, OTHER_RACK, DELAY);
        scheduleCheck(SCOPE, OTHER_RACK, NOW);

        assertThat(due()).containsExactly(new DueRack(SITE, OTHER_RACK));
    }

    @Test
    void a_cancelled_check_is_not_due() {
        scheduleCheck(SCOPE, RACK, NOW);
        scheduleCheck(SCOPE, RACK, null);
        store.elapse(DELAY);

        assertThat(due()).isEmpty();
    }

    @Test
    void a_claimed_rack_is_due_again_after_the_delay() {
        scheduleCheck(SCOPE, RACK, NOW);

        List<DueRack> first = due();
        List<DueRack> atOnce = due();
        store.elapse(DELAY);

        assertThat(first).containsExactly(new DueRack(SITE, RACK));
        assertThat(atOnce).isEmpty();
        assertThat(due()).isEqualTo(first);
    }

    @Test
    void a_claimed_check_can_cancel_the_next_one() {
        scheduleCheck(SCOPE, RACK, NOW);
        assertThat(due()).hasSize(1);

        scheduleCheck(SCOPE, RACK, null);
        store.elapse(DELAY);

        assertThat(due()).isEmpty();
    }

    @Test
    void the_longest_due_are_claimed_first_up_to_the_limit() {
        RackId third = rack(1);
        RackId first = rack(2);
        RackId second = rack(3);
        scheduleCheck(SCOPE, third, Duration.ofSeconds(9));
        scheduleCheck(SCOPE, first, Duration.ofSeconds(3));
        scheduleCheck(SCOPE, second, Duration.ofSeconds(6));
        store.elapse(DELAY);

        assertThat(racks.claimDue(2, DELAY)).extracting(DueRack::rack).containsExactly(first, second);
        assertThat(racks.claimDue(2, DELAY)).extracting(DueRack::rack).containsExactly(third);
    }

    @Test
    void the_same_rack_of_another_site_is_another_rack() {
        scheduleCheck(SCOPE, RACK, NOW);
        scheduleCheck(OTHER_SITE_SCOPE, RACK, NOW);
        scheduleCheck(FOREIGN_SCOPE, RACK, null);

        assertThat(due()).extracting(DueRack::site).containsExactlyInAnyOrder(new SiteId[] {SITE, OTHER_SITE});
    }

    @Test
    void concurrent_claims_never_share_a_rack() {
        for (int number = 1; number <= 20; number++) {
            scheduleCheck(SCOPE, rack(number), NOW);
        }

        List<DueRack> claimed = ConcurrentRuns.of(8, this::due).stream()
                .flatMap(Collection::stream)
                .toList();

        assertThat(claimed).doesNotHaveDuplicates();
        assertThat(claimed.size() + due().size()).isEqualTo(20);
    }

    private List<DueRack> due() {
        return racks.claimDue(MANY, DELAY);
    }

    private void scheduleCheck(TaskScope scope, RackId rack, @Nullable Duration delay) {
        store.writes().scheduleCheck(scope, rack, delay);
    }

    private static RackId rack(int number) {
        return new RackId(new UUID(7, number));
    }
}
