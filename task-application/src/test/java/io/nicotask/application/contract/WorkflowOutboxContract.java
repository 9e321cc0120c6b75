package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of {@link WorkflowOutbox}. */
public abstract class WorkflowOutboxContract extends WorkflowStopContract {

    private static final Duration LONG = Duration.ofMinutes(10);

    protected WorkflowOutboxContract(StoreUnderTest store, Class<? extends WorkflowOutbox> implementation) {
        super(store, implementation);
    }

    @Test
    void a_claim_has_what_the_delivery_needs() {
        Task task = aTaskToStart(1);
        store.elapse(Duration.ofSeconds(90));

        Claim claim = onlyClaim();

        assertThat(claim.task()).isEqualTo(task.id());
        assertThat(claim.site()).isEqualTo(SITE);
        assertThat(claim.kind()).isEqualTo(Kind.START);
        assertThat(claim.claimNumber()).isEqualTo(1);
        assertThat(claim.age()).isBetween(Duration.ofSeconds(90), Duration.ofHours(1));
    }

    @Test
    void an_entry_is_due_after_its_delay() {
        aTaskToStop(1, DELAY);

        assertThat(due()).isEmpty();
        store.elapse(DELAY);
        assertThat(due()).hasSize(1);
    }

    @Test
    void the_longest_due_are_claimed_first_up_to_the_limit() {
        Task third = aTaskToStop(1, Duration.ofSeconds(3));
        Task first = aTaskToStop(2, Duration.ofSeconds(1));
        Task second = aTaskToStop(3, Duration.ofSeconds(2));
        store.elapse(DELAY);

        assertThat(outbox.claimDue(2, LEASE)).extracting(Claim::task).containsExactly(first.id(), second.id());
        assertThat(outbox.claimDue(2, LEASE)).extracting(Claim::task).containsExactly(third.id());
    }

    @Test
    void a_claim_excludes_others_until_its_lease_expires() {
        aTaskToStart(1);
        Claim first = onlyClaim();

        assertThat(due()).isEmpty();
        assertThat(outbox.claim(first.task(), LEASE)).isEmpty();
        store.elapse(LEASE);

        assertThat(onlyClaim().claimNumber()).isEqualTo(2);
    }

    @Test
    void a_result_under_an_expired_claim_changes_nothing() {
        Task task = aTaskToStop(1, Duration.ZERO);
        Claim late = onlyClaim();
        store.elapse(LEASE);

        assertThat(outbox.complete(late, CONFIRMED)).isFalse();
        assertThat(outbox.postpone(late, DELAY, "too late")).isFalse();
        Claim next = onlyClaim();
        assertThat(outbox.complete(late, CONFIRMED)).isFalse();
        assertThat(outbox.postpone(late, DELAY, "too late")).isFalse();

        assertThat(confirmedAt(stopOf(task))).isNull();
        assertThat(deliveryOf(task).lastCause()).isNull();
        assertThat(outbox.complete(next, CONFIRMED)).isTrue();
    }

    @Test
    void a_start_completed_under_an_expired_claim_is_not_monitored() {
        aTaskToStart(1);
        Claim late = onlyClaim();
        store.elapse(LEASE);

        assertThat(outbox.complete(late, DELIVERED)).isFalse();

        assertThat(monitored()).isEmpty();
    }

    @Test
    void a_completed_entry_is_never_claimed_again() {
        aTaskToStart(1);
        Claim claim = onlyClaim();

        assertThat(outbox.complete(claim, DELIVERED)).isTrue();
        assertThat(outbox.complete(claim, DELIVERED)).isFalse();
        assertThat(outbox.postpone(claim, DELAY, "again")).isFalse();
        store.elapse(LEASE);

        assertThat(due()).isEmpty();
        assertThat(outbox.claim(claim.task(), LEASE)).isEmpty();
    }

    @Test
    void a_postponed_entry_is_due_again_after_the_delay() {
        Task task = aTaskToStop(1, Duration.ZERO);
        Claim first = onlyClaim();

        assertThat(outbox.postpone(first, DELAY, "engine unavailable")).isTrue();

        assertThat(outbox.complete(first, CONFIRMED)).isFalse();
        assertThat(due()).isEmpty();
        assertThat(deliveryOf(task).lastCause()).isEqualTo("engine unavailable");
        store.elapse(DELAY);
        assertThat(onlyClaim().claimNumber()).isEqualTo(2);
    }

    @Test
    void an_entry_that_always_fails_does_not_block_the_others() {
        Task poison = aTaskToStart(1);
        assertThat(outbox.postpone(onlyClaim(), Duration.ZERO, "always")).isTrue();
        Task other = aTaskToStart(2);

        List<TaskId> claimed =
                outbox.claimDue(2, LEASE).stream().map(Claim::task).toList();

        assertThat(claimed).containsExactlyInAnyOrder(poison.id(), other.id());
    }

    @Test
    void the_first_line_of_a_cause_is_stored_without_invalid_characters() {
        Task task = aTaskToStop(1, Duration.ZERO);

        assertThat(outbox.postpone(onlyClaim(), DELAY, "no\0 answer\n\tat io.grpc"))
                .isTrue();

        assertThat(deliveryOf(task).lastCause()).isEqualTo("no answer");
    }

    @Test
    void the_entries_of_one_task_can_be_claimed_before_they_are_due() {
        Task task = aTaskToStop(1, DELAY);
        aTaskToStop(2, Duration.ZERO);

        assertThat(outbox.claim(task.id(), LEASE)).extracting(Claim::task).containsExactly(task.id());
        assertThat(outbox.claim(task.id(), LEASE)).isEmpty();
        assertThat(outbox.claim(new TaskId(new UUID(0, 404)), LEASE)).isEmpty();
    }

    @Test
    void for_excluded_sites_only_overdue_starts_are_claimed() {
        Task stop = aTaskToStop(1, Duration.ZERO);
        Task start = aTaskToStart(2);

        List<Claim> excludingAnother = outbox.claimDueExcluding(MANY, Duration.ZERO, Set.of(OTHER_SITE), LONG);
        List<Claim> excluding = outbox.claimDueExcluding(MANY, LEASE, Set.of(OTHER_SITE, SITE), LONG);
        store.elapse(LONG.plusSeconds(1));
        List<Claim> longAfter = outbox.claimDueExcluding(MANY, LEASE, Set.of(SITE), LONG);

        assertThat(excludingAnother).extracting(Claim::task).containsExactlyInAnyOrder(stop.id(), start.id());
        assertThat(excluding).isEmpty();
        assertThat(longAfter).extracting(Claim::task).containsExactly(start.id());
    }

    @Test
    void the_longest_due_entry_of_one_site_can_be_claimed() {
        aTaskToStop(1, DELAY);
        Task longest = aTaskToStop(2, Duration.ZERO);
        aTaskToStart(3);

        assertThat(outbox.claimDueAt(OTHER_SITE, LEASE)).isEmpty();
        assertThat(outbox.claimDueAt(SITE, LEASE)).extracting(Claim::task).containsExactly(longest.id());
        assertThat(outbox.claimDueAt(SITE, LEASE)).hasSize(1);
        assertThat(outbox.claimDueAt(SITE, LEASE)).isEmpty();
    }

    @Test
    void the_workflow_of_a_delivered_start_is_monitored() {
        Task task = aTaskToStart(1);

        assertThat(outbox.complete(onlyClaim(), DELIVERED)).isTrue();

        assertThat(monitored()).containsExactly(new MonitoredWorkflow(task.id(), SITE, "site-namespace", 0, 1));
    }

    @Test
    void the_namespace_of_a_delivered_start_is_stored_for_good() {
        Task task = aTaskToStart(1);
        Task notNeeded = aTaskToStart(2);
        assertThat(outbox.namespaceOf(task.id())).isEmpty();

        due().forEach(start -> assertThat(
                        outbox.complete(start, start.task().equals(task.id()) ? DELIVERED : NOT_NEEDED))
                .isTrue());
        monitored()
                .forEach(
                        watch -> assertThat(store.watch().stopMonitoring(watch)).isTrue());

        assertThat(outbox.namespaceOf(task.id())).contains("site-namespace");
        assertThat(outbox.namespaceOf(notNeeded.id())).isEmpty();
    }

    @Test
    void an_unneeded_start_and_a_stop_monitor_nothing() {
        cancel(aTaskToStart(1));

        assertThat(outbox.complete(onlyClaim(), NOT_NEEDED)).isTrue();
        assertThat(outbox.complete(onlyClaim(), CONFIRMED)).isTrue();

        assertThat(monitored()).isEmpty();
    }

    @Test
    void concurrent_claims_never_share_an_entry() {
        List<TaskId> all = IntStream.rangeClosed(1, 40)
                .mapToObj(number -> aTaskToStart(number).id())
                .toList();

        List<TaskId> claimed = ConcurrentRuns.of(8, () -> outbox.claimDue(MANY, LEASE)).stream()
                .flatMap(Collection::stream)
                .map(Claim::task)
                .toList();

        assertThat(claimed).doesNotHaveDuplicates();
        assertThat(claimed.size() + due().size()).isEqualTo(all.size());
    }

    @Test
    void a_claim_can_be_completed_only_once() {
        aTaskToStart(1);
        Claim claim = onlyClaim();

        List<Boolean> marked = ConcurrentRuns.of(8, () -> outbox.complete(claim, DELIVERED));

        assertThat(marked).containsOnlyOnce(true);
        assertThat(monitored()).hasSize(1);
    }
}
