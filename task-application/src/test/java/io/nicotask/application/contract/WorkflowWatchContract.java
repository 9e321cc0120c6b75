package io.nicotask.application.contract;

import static io.nicotask.application.contract.TaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.WorkflowOutbox.Outcome;
import io.nicotask.application.port.WorkflowWatch;
import io.nicotask.application.port.WorkflowWatch.Missing;
import io.nicotask.application.port.WorkflowWatch.Watched;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link WorkflowWatch} does. */
public abstract class WorkflowWatchContract extends StoreContract {

    private static final int MANY = 100;
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration DELAY = Duration.ofSeconds(5);

    private final WorkflowWatch watch;

    protected WorkflowWatchContract(StoreUnderTest store, Class<? extends WorkflowWatch> implementation) {
        super(store);
        this.watch = implementation.cast(store.watch());
    }

    @Test
    void a_workflow_is_looked_at_first_when_it_was_started() {
        TaskId task = started(1);

        assertThat(due()).containsExactly(new Watched(task, SITE, "site-namespace", 0, 1));
    }

    @Test
    void a_claim_keeps_others_away_until_its_lease_has_run_out() {
        started(1);
        Watched first = onlyClaim();

        assertThat(due()).isEmpty();
        store.elapse(LEASE);

        assertThat(onlyClaim().attempt()).isEqualTo(first.attempt() + 1);
    }

    @Test
    void a_workflow_that_was_seen_is_looked_at_again_after_the_delay() {
        started(1);

        assertThat(watch.seen(onlyClaim(), 2, DELAY)).isTrue();

        assertThat(due()).isEmpty();
        store.elapse(DELAY);
        Watched next = onlyClaim();
        assertThat(next.misses()).isEqualTo(2);
        assertThat(next.attempt()).isEqualTo(2);
    }

    @Test
    void a_workflow_that_is_forgotten_is_not_looked_at_again() {
        started(1);

        assertThat(watch.forget(onlyClaim())).isTrue();

        store.elapse(LEASE);
        assertThat(due()).isEmpty();
        assertThat(watch.missingAt(SITE)).isEqualTo(new Missing(0, 0, 0, 0));
    }

    @Test
    void the_word_of_a_holder_whose_lease_has_run_out_counts_no_more() {
        started(1);
        Watched late = onlyClaim();
        store.elapse(LEASE);

        assertThat(watch.seen(late, 7, DELAY)).isFalse();
        assertThat(watch.forget(late)).isFalse();
        assertThat(watch.astray(late, DELAY)).isFalse();
        assertThat(watch.postpone(late, DELAY)).isFalse();
        Watched next = onlyClaim();
        assertThat(watch.seen(late, 7, DELAY)).isFalse();
        assertThat(watch.forget(late)).isFalse();

        assertThat(next.misses()).isZero();
        assertThat(watch.seen(next, 1, DELAY)).isTrue();
    }

    @Test
    void a_claim_that_was_given_back_counts_no_more() {
        started(1);
        Watched claim = onlyClaim();

        assertThat(watch.seen(claim, 1, DELAY)).isTrue();

        assertThat(watch.seen(claim, 2, DELAY)).isFalse();
        assertThat(watch.forget(claim)).isFalse();
        assertThat(watch.missingAt(SITE)).isEqualTo(new Missing(1, 0, 0, 1));
    }

    @Test
    void the_longest_due_come_first_up_to_the_limit() {
        TaskId second = started(1);
        TaskId first = started(2);
        due().forEach(watched -> {
            Duration delay = watched.task().equals(first) ? Duration.ofSeconds(1) : Duration.ofSeconds(2);
            assertThat(watch.seen(watched, 0, delay)).isTrue();
        });
        store.elapse(DELAY);

        assertThat(watch.claimDue(1, LEASE)).extracting(Watched::task).containsExactly(first);
        assertThat(watch.claimDue(1, LEASE)).extracting(Watched::task).containsExactly(second);
    }

    @Test
    void the_missing_are_counted_by_site() {
        started(1);
        started(2);
        TaskId elsewhere = startedAt(aPendingTask().at(OTHER_SITE).number(3), THERE);
        due().forEach(watched -> {
            int misses = watched.task().equals(elsewhere) ? 0 : 1;
            assertThat(watch.seen(watched, misses, DELAY)).isTrue();
        });

        assertThat(watch.missingAt(SITE)).isEqualTo(new Missing(2, 0, 0, 2));
        assertThat(watch.missingAt(OTHER_SITE)).isEqualTo(new Missing(0, 0, 0, 1));
        assertThat(watch.missingAt(FOREIGN_SITE)).isEqualTo(new Missing(0, 0, 0, 0));
    }

    @Test
    void a_workflow_that_was_known_again_is_not_missing() {
        started(1);
        assertThat(watch.seen(onlyClaim(), 1, Duration.ZERO)).isTrue();

        assertThat(watch.seen(onlyClaim(), 0, DELAY)).isTrue();

        assertThat(watch.missingAt(SITE)).isEqualTo(new Missing(0, 0, 0, 1));
    }

    @Test
    void a_workflow_of_which_the_engine_said_nothing_stays_as_it_was_known() {
        started(1);
        assertThat(watch.seen(onlyClaim(), 1, Duration.ZERO)).isTrue();

        assertThat(watch.postpone(onlyClaim(), DELAY)).isTrue();

        assertThat(due()).isEmpty();
        assertThat(watch.missingAt(SITE)).isEqualTo(new Missing(1, 0, 0, 1));
        store.elapse(DELAY);
        assertThat(onlyClaim().misses()).isEqualTo(1);
    }

    @Test
    void those_not_asked_about_since_another_was_first_missing_may_be_missing_too() {
        TaskId first = started(1);
        started(2);
        store.elapse(Duration.ofSeconds(1));
        Watched unasked = note(first, 1);
        store.elapse(Duration.ofSeconds(1));

        assertThat(watch.missingAt(SITE)).isEqualTo(new Missing(1, 1, 0, 2));
        assertThat(watch.postpone(unasked, Duration.ZERO)).isTrue();
        assertThat(watch.missingAt(SITE)).isEqualTo(new Missing(1, 1, 0, 2));
        assertThat(watch.seen(onlyClaim(), 0, DELAY)).isTrue();

        assertThat(watch.missingAt(SITE)).isEqualTo(new Missing(1, 0, 0, 2));
    }

    @Test
    void a_workflow_is_missing_since_the_first_time_in_a_row() {
        TaskId first = started(1);
        started(2);
        store.elapse(Duration.ofSeconds(1));
        Watched other = note(first, 1);
        store.elapse(Duration.ofSeconds(1));
        assertThat(watch.seen(other, 0, Duration.ZERO)).isTrue();
        store.elapse(DELAY);

        note(first, 2);

        assertThat(watch.missingAt(SITE)).isEqualTo(new Missing(1, 0, 0, 2));
    }

    @Test
    void a_workflow_that_was_looked_for_elsewhere_is_astray_and_not_missing() {
        started(1);
        assertThat(watch.seen(onlyClaim(), 1, Duration.ZERO)).isTrue();

        assertThat(watch.astray(onlyClaim(), Duration.ZERO)).isTrue();

        assertThat(watch.missingAt(SITE)).isEqualTo(new Missing(0, 0, 1, 1));
        Watched next = onlyClaim();
        assertThat(next.misses()).isZero();
        assertThat(watch.seen(next, 0, DELAY)).isTrue();
        assertThat(watch.missingAt(SITE)).isEqualTo(new Missing(0, 0, 0, 1));
    }

    @Test
    void of_many_that_claim_at_once_each_workflow_goes_to_one() {
        for (int number = 1; number <= 20; number++) {
            started(number);
        }

        List<TaskId> claimed = Race.of(8, () -> watch.claimDue(MANY, LEASE)).stream()
                .flatMap(Collection::stream)
                .map(Watched::task)
                .toList();

        assertThat(claimed).doesNotHaveDuplicates();
        assertThat(claimed.size() + due().size()).isEqualTo(20);
    }

    /** Claims two workflows, and notes how often that one was missing; the other's claim is still open. */
    private Watched note(TaskId missing, int misses) {
        List<Watched> both = due();
        assertThat(both).hasSize(2);
        both.stream()
                .filter(one -> one.task().equals(missing))
                .forEach(one -> assertThat(watch.seen(one, misses, DELAY)).isTrue());
        return both.stream()
                .filter(one -> !one.task().equals(missing))
                .findFirst()
                .orElseThrow();
    }

    private TaskId started(int number) {
        return startedAt(aPendingTask().number(number), HERE);
    }

    private TaskId startedAt(TaskFixture fixture, TaskScope scope) {
        TaskId task = fixture.keptIn(store.tasks(), scope).id();
        store.outbox().requestStart(scope, task);
        store.outbox()
                .claim(task, LEASE)
                .forEach(start -> assertThat(store.outbox().done(start, new Outcome.Delivered("site-namespace")))
                        .isTrue());
        return task;
    }

    private List<Watched> due() {
        return watch.claimDue(MANY, LEASE);
    }

    private Watched onlyClaim() {
        List<Watched> claims = due();
        assertThat(claims).hasSize(1);
        return claims.getFirst();
    }
}
