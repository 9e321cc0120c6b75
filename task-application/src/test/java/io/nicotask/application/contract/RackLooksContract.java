package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.port.Racks;
import io.nicotask.application.port.Racks.DueRack;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.RackId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What all {@link Racks} do with the racks that are to be looked at. */
abstract class RackLooksContract extends StoreContract {

    private static final int MANY = 100;
    private static final Duration DELAY = Duration.ofSeconds(30);
    private static final Duration NOW = Duration.ZERO;

    final Racks racks;

    RackLooksContract(StoreUnderTest store, Class<? extends Racks> implementation) {
        super(store);
        this.racks = implementation.cast(store.racks());
    }

    @Test
    void a_rack_is_not_looked_at_before_somebody_says_so() {
        occupancy(HERE, RACK);

        assertThat(due()).isEmpty();
    }

    @Test
    void a_rack_is_looked_at_when_its_delay_is_over() {
        lookAgain(HERE, RACK, DELAY);

        List<DueRack> before = due();
        store.elapse(DELAY);

        assertThat(before).isEmpty();
        assertThat(due()).containsExactly(new DueRack(SITE, RACK));
    }

    @Test
    void the_last_word_about_the_next_look_counts() {
        lookAgain(HERE, RACK, NOW);
        lookAgain(HERE, RACK, DELAY);
        lookAgain(HERE, OTHER_RACK, DELAY);
        lookAgain(HERE, OTHER_RACK, NOW);

        assertThat(due()).containsExactly(new DueRack(SITE, OTHER_RACK));
    }

    @Test
    void a_rack_of_which_nothing_is_expected_is_not_looked_at() {
        lookAgain(HERE, RACK, NOW);
        lookAgain(HERE, RACK, null);
        store.elapse(DELAY);

        assertThat(due()).isEmpty();
    }

    @Test
    void a_rack_that_was_claimed_is_due_again_after_the_delay() {
        lookAgain(HERE, RACK, NOW);

        List<DueRack> first = due();
        List<DueRack> atOnce = due();
        store.elapse(DELAY);

        assertThat(first).containsExactly(new DueRack(SITE, RACK));
        assertThat(atOnce).isEmpty();
        assertThat(due()).isEqualTo(first);
    }

    @Test
    void a_look_that_was_taken_says_when_the_next_one_is() {
        lookAgain(HERE, RACK, NOW);
        assertThat(due()).hasSize(1);

        lookAgain(HERE, RACK, null);
        store.elapse(DELAY);

        assertThat(due()).isEmpty();
    }

    @Test
    void the_longest_due_come_first_up_to_the_limit() {
        RackId third = rack(1);
        RackId first = rack(2);
        RackId second = rack(3);
        lookAgain(HERE, third, Duration.ofSeconds(9));
        lookAgain(HERE, first, Duration.ofSeconds(3));
        lookAgain(HERE, second, Duration.ofSeconds(6));
        store.elapse(DELAY);

        assertThat(racks.claimDue(2, DELAY)).extracting(DueRack::rack).containsExactly(first, second);
        assertThat(racks.claimDue(2, DELAY)).extracting(DueRack::rack).containsExactly(third);
    }

    @Test
    void the_same_rack_of_another_site_is_another_rack() {
        lookAgain(HERE, RACK, NOW);
        lookAgain(THERE, RACK, NOW);
        lookAgain(ABROAD, RACK, null);

        assertThat(due()).extracting(DueRack::site).containsExactlyInAnyOrder(new SiteId[] {SITE, OTHER_SITE});
    }

    @Test
    void a_word_that_was_rolled_back_was_not_said() {
        assertThatThrownBy(() -> store.transactions().inTransaction(() -> {
                    racks.lock(HERE, RACK);
                    racks.lookAgain(HERE, RACK, NOW);
                    throw new IllegalArgumentException("undo");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(due()).isEmpty();
    }

    @Test
    void of_many_that_claim_at_once_each_rack_goes_to_one() {
        for (int number = 1; number <= 20; number++) {
            lookAgain(HERE, rack(number), NOW);
        }

        List<DueRack> claimed =
                Race.of(8, this::due).stream().flatMap(Collection::stream).toList();

        assertThat(claimed).doesNotHaveDuplicates();
        assertThat(claimed.size() + due().size()).isEqualTo(20);
    }

    private List<DueRack> due() {
        return racks.claimDue(MANY, DELAY);
    }

    private void lookAgain(TaskScope scope, RackId rack, @Nullable Duration delay) {
        store.transactions().inTransaction(() -> {
            racks.lock(scope, rack);
            racks.lookAgain(scope, rack, delay);
            return rack;
        });
    }

    private static RackId rack(int number) {
        return new RackId(new UUID(7, number));
    }
}
