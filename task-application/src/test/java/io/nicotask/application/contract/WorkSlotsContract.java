package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ClockStep;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The part of the contract of {@link WorkQueue} that is about which items are claimed: due ones, as slots permit. */
abstract class WorkSlotsContract extends StopFixture {

    private static final Duration SECOND = Duration.ofSeconds(1);

    final WorkQueue queue;

    WorkSlotsContract(StoreUnderTest store, Class<? extends WorkQueue> implementation) {
        super(store);
        this.queue = calls.recorded(WorkQueue.class, implementation.cast(store.queue()));
    }

    @Test
    void an_item_is_due_after_its_delay() {
        scheduleCheck(SCOPE, RACK, DELAY);

        store.elapse(DELAY.minusMillis(1));
        List<WorkItem> before = claimDue(Lane.values());
        store.elapse(Duration.ofMillis(1));

        assertThat(before).isEmpty();
        assertThat(onlyDue(Lane.values()).rack()).isEqualTo(RACK);
    }

    @Test
    void an_item_is_due_when_the_clock_was_set_back_since_it_was_written() {
        scheduleCheck(SCOPE, RACK, DELAY);

        store.elapse(ClockStep.TOLERANCE.negated());
        List<WorkItem> before = claimDue(Lane.UPKEEP);
        store.elapse(Duration.ofSeconds(-1));

        assertThat(before).isEmpty();
        assertThat(onlyDue(Lane.UPKEEP).rack()).isEqualTo(RACK);
    }

    @Test
    void an_item_is_due_when_the_clock_was_set_back_since_it_was_postponed_and_is_then_postponed_by_the_new_clock() {
        scheduleCheck(SCOPE, RACK, Duration.ZERO);
        assertThat(queue.postpone(onlyDue(Lane.UPKEEP), DELAY, "")).isTrue();

        store.elapse(Duration.ofHours(-6));
        assertThat(queue.postpone(onlyDue(Lane.UPKEEP), DELAY, "")).isTrue();
        List<WorkItem> atOnce = claimDue(Lane.UPKEEP);
        store.elapse(DELAY);

        assertThat(atOnce).isEmpty();
        assertThat(onlyDue(Lane.UPKEEP).claimNumber()).isEqualTo(3);
    }

    @Test
    void items_from_before_a_clock_step_are_claimed_as_slots_permit() {
        scheduleCheck(SCOPE, rack(1), DELAY);
        scheduleCheck(SCOPE, rack(2), DELAY);
        store.elapse(Duration.ofHours(-6));
        scheduleCheck(SCOPE, rack(3), Duration.ZERO);

        List<RackId> claimed = racksOf(queue.claimDue(List.of(slots(MANY, 2, Map.of()))));

        assertThat(claimed).hasSize(2).contains(rack(3));
        assertThat(racksOf(queue.claimDue(List.of(slots(MANY, 2, Map.of()))))).hasSize(1);
    }

    @Test
    void a_claim_has_expired_when_the_clock_is_set_back_so_that_its_end_is_too_far_ahead() {
        scheduleCheck(SCOPE, RACK, Duration.ZERO);
        WorkItem claimed = onlyDue(Lane.UPKEEP);

        List<WorkItem> before = claimDue(Lane.UPKEEP);
        store.elapse(Duration.ofHours(-3));
        WorkItem again = onlyDue(Lane.UPKEEP);

        assertThat(before).isEmpty();
        assertThat(again.claimNumber()).isEqualTo(claimed.claimNumber() + 1);
        assertThat(store.queue().complete(claimed)).isFalse();
        assertThat(store.queue().complete(again)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("twoSlotsAtTheSite")
    void the_longest_due_of_a_site_are_claimed_first_as_slots_permit(Slots twoSlots) {
        scheduleCheck(SCOPE, rack(1), SECOND.multipliedBy(3));
        scheduleCheck(SCOPE, rack(2), SECOND);
        scheduleCheck(SCOPE, rack(3), SECOND.multipliedBy(2));
        scheduleCheck(SCOPE, rack(4), SECOND.multipliedBy(5));
        store.elapse(SECOND.multipliedBy(4));

        assertThat(racksOf(queue.claimDue(List.of(twoSlots)))).containsExactlyInAnyOrder(rack(2), rack(3));
        assertThat(racksOf(queue.claimDue(List.of(twoSlots)))).containsExactly(rack(1));
    }

    static List<Slots> twoSlotsAtTheSite() {
        return List.of(
                slots(2, MANY, Map.of()),
                slots(MANY, 2, Map.of()),
                slots(MANY, 2, Map.of(OTHER_SITE, 0)),
                slots(MANY, MANY, Map.of(SITE, 2)),
                slots(MANY, 0, Map.of(SITE, 2, OTHER_SITE, MANY)));
    }

    @Test
    void each_site_has_slots_of_its_own() {
        everySiteHasDueChecks(4);

        List<WorkItem> claimed = queue.claimDue(List.of(slots(MANY, 1, Map.of(OTHER_SITE, 3, FOREIGN_SITE, 0))));

        assertThat(claimed)
                .extracting(WorkItem::site)
                .containsExactlyInAnyOrder(SITE, OTHER_SITE, OTHER_SITE, OTHER_SITE);
    }

    @Test
    void the_limit_is_for_all_sites() {
        everySiteHasDueChecks(4);

        List<WorkItem> claimed = queue.claimDue(List.of(slots(5, 2, Map.of())));

        assertThat(claimed).hasSize(5);
        for (SiteId site : List.of(SITE, OTHER_SITE, FOREIGN_SITE)) {
            assertThat(claimed).filteredOn(item -> item.site().equals(site)).hasSizeBetween(1, 2);
        }
    }

    @Test
    void due_items_of_one_site_do_not_keep_those_of_another_waiting() {
        IntStream.rangeClosed(1, 10).forEach(number -> scheduleCheck(SCOPE, rack(number), Duration.ZERO));
        store.elapse(SECOND);
        scheduleCheck(OTHER_SITE_SCOPE, RACK, Duration.ZERO);

        assertThat(queue.claimDue(List.of(slots(3, 2, Map.of()))))
                .extracting(WorkItem::site)
                .containsExactlyInAnyOrder(SITE, SITE, OTHER_SITE);
    }

    @Test
    void a_site_that_uses_more_of_its_slots_comes_after_one_that_uses_fewer() {
        everySiteHasDueChecks(2);
        store.elapse(SECOND);
        scheduleCheck(SCOPE, rack(10), Duration.ZERO);

        List<WorkItem> first = queue.claimDue(List.of(slots(1, 2, Map.of(OTHER_SITE, 1, FOREIGN_SITE, 1))));
        List<WorkItem> oneEach = queue.claimDue(List.of(slots(3, 2, Map.of())));

        assertThat(first).extracting(WorkItem::site).containsExactly(SITE);
        assertThat(oneEach).extracting(WorkItem::site).containsExactlyInAnyOrder(SITE, OTHER_SITE, FOREIGN_SITE);
    }

    @Test
    void old_items_of_one_site_do_not_fill_a_turn() {
        IntStream.rangeClosed(1, 10).forEach(number -> scheduleCheck(SCOPE, rack(number), Duration.ZERO));
        store.elapse(SECOND);
        scheduleCheck(OTHER_SITE_SCOPE, RACK, Duration.ZERO);

        assertThat(queue.claimDue(List.of(slots(3, MANY, Map.of()))))
                .extracting(WorkItem::site)
                .containsExactlyInAnyOrder(SITE, SITE, OTHER_SITE);
    }

    @Test
    void racks_of_two_sites_with_equal_ids_are_two_items() {
        scheduleCheck(SCOPE, RACK, Duration.ZERO);
        scheduleCheck(OTHER_SITE_SCOPE, RACK, DELAY);

        WorkItem here = onlyDue(Lane.UPKEEP);
        boolean completed = queue.complete(here);
        store.elapse(DELAY);
        WorkItem there = onlyDue(Lane.UPKEEP);

        assertThat(completed).isTrue();
        assertThat(here.site()).isEqualTo(SITE);
        assertThat(there.site()).isEqualTo(OTHER_SITE);
        assertThat(there.rack()).isEqualTo(here.rack());
        assertThat(there.claimNumber()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void only_items_of_the_lane_are_claimed(Lane lane) {
        everyKindIsDue();

        assertThat(claimDue(lane)).extracting(WorkItem::kind).containsExactlyInAnyOrder(kindsIn(lane));
    }

    private static Kind[] kindsIn(Lane lane) {
        return switch (lane) {
            case DELIVERY -> new Kind[] {Kind.START_WORKFLOW, Kind.STOP_WORKFLOW};
            case CHECK -> new Kind[] {Kind.CHECK_WORKFLOW};
            case UPKEEP -> new Kind[] {Kind.SCHEDULE_RACK, Kind.ALERT_STOP};
            case OBSERVATION -> new Kind[] {Kind.OBSERVE_STEPS};
        };
    }

    @Test
    void each_lane_has_slots_of_its_own() {
        everyKindIsDue();

        List<WorkItem> none = queue.claimDue(List.of());
        List<WorkItem> claimed = queue.claimDue(List.of(
                new Slots(Lane.UPKEEP, 1, MANY, Map.of()),
                new Slots(Lane.DELIVERY, MANY, 1, Map.of()),
                new Slots(Lane.CHECK, MANY, MANY, Map.of(SITE, 1)),
                new Slots(Lane.OBSERVATION, MANY, MANY, Map.of(SITE, 0))));

        assertThat(none).isEmpty();
        assertThat(claimed)
                .extracting(item -> item.kind().lane())
                .containsExactlyInAnyOrder(Lane.UPKEEP, Lane.DELIVERY, Lane.CHECK);
    }

    @Test
    void an_item_under_a_claim_takes_no_slot() {
        scheduleCheck(SCOPE, rack(1), Duration.ZERO);
        WorkItem claimed = onlyDue(Lane.UPKEEP);
        store.elapse(SECOND);
        scheduleCheck(SCOPE, rack(2), Duration.ZERO);

        assertThat(racksOf(queue.claimDue(List.of(slots(1, 1, Map.of()))))).containsExactly(rack(2));
        assertThat(queue.complete(claimed)).isTrue();
    }

    @Test
    void a_stop_that_waits_for_its_start_takes_no_slot() {
        Task task = aTaskToStart(1);
        cancel(task);
        WorkItem start = claimed(task, Kind.START_WORKFLOW);
        store.elapse(SECOND);
        TaskId other = aTaskToStart(2).id();

        assertThat(queue.claimDue(List.of(new Slots(Lane.DELIVERY, 1, 1, Map.of()))))
                .extracting(WorkItem::task)
                .containsExactly(other);
        assertThat(queue.complete(start)).isTrue();
    }

    @Test
    void an_item_that_always_fails_does_not_keep_the_others_waiting() {
        Slots one = slots(1, 1, Map.of());
        scheduleCheck(SCOPE, rack(1), Duration.ZERO);
        scheduleCheck(SCOPE, rack(2), SECOND);
        store.elapse(SECOND.multipliedBy(2));

        WorkItem poison = queue.claimDue(List.of(one)).getFirst();
        boolean postponed = queue.postpone(poison, Duration.ZERO, "always");

        assertThat(poison.rack()).isEqualTo(rack(1));
        assertThat(postponed).isTrue();
        assertThat(racksOf(queue.claimDue(List.of(one)))).containsExactly(rack(2));
        assertThat(racksOf(queue.claimDue(List.of(one)))).containsExactly(rack(1));
    }

    @Test
    void concurrent_claims_never_share_an_item() {
        IntStream.rangeClosed(1, 40).forEach(number -> scheduleCheck(SCOPE, rack(number), Duration.ZERO));

        List<RackId> claimed = ConcurrentRuns.of(8, () -> racksOf(claimDue(Lane.UPKEEP))).stream()
                .flatMap(Collection::stream)
                .toList();

        assertThat(claimed).doesNotHaveDuplicates();
        assertThat(claimed.size() + claimDue(Lane.UPKEEP).size()).isEqualTo(40);
    }

    private void everySiteHasDueChecks(int number) {
        for (TaskScope scope : List.of(SCOPE, OTHER_SITE_SCOPE, FOREIGN_SCOPE)) {
            IntStream.rangeClosed(1, number).forEach(rack -> scheduleCheck(scope, rack(rack), Duration.ZERO));
        }
    }

    private void everyKindIsDue() {
        endedWithUnfinishedStep(1);
        deliverStart(storedWithReservation(aPendingTask().number(2)));
        aTaskToStart(3);
        scheduleCheck(SCOPE, RACK, Duration.ZERO);
        store.elapse(OVERDUE);
    }

    private static Slots slots(int limit, int perSite, Map<SiteId, Integer> atSites) {
        return new Slots(Lane.UPKEEP, limit, perSite, atSites);
    }

    private static List<RackId> racksOf(List<WorkItem> items) {
        return items.stream().map(WorkItem::rack).toList();
    }
}
