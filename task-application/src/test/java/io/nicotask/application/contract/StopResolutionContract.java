package io.nicotask.application.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.domain.stop.StepStatus;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The part of the contract of {@link TaskStorage} that is about stops that an operator resolves. */
abstract class StopResolutionContract extends StopFixture {

    StopResolutionContract(StoreUnderTest store, Class<? extends TaskStorage> implementation) {
        super(store);
        assertThat(store.storage()).isInstanceOf(implementation);
    }

    @Test
    void a_resolved_stop_is_confirmed_once_the_rack_is_released() {
        Task task = aHolderToStop(1);

        resolve(task);
        Stop resolvedOnly = stopOf(task);
        release(task);

        assertThat(resolvedOnly.status()).isEqualTo(StopStatus.DRAINING);
        assertThat(resolvedOnly.instants().resolved()).isNotNull();
        assertThat(stopOf(task).status()).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void after_resolving_the_rack_may_be_released() {
        Task task = aHolderToStop(1);
        boolean before = stopOfHolder().permitsRelease(false);

        resolve(task);

        assertThat(before).isFalse();
        assertThat(stopOfHolder().permitsRelease(false)).isTrue();
        assertThat(stopOfHolder().permitsRelease(true)).isFalse();
    }

    @Test
    void resolving_again_keeps_the_time_of_confirmation() {
        Task task = aHolderToStop(1);
        resolve(task);
        release(task);
        Stop first = stopOf(task);

        store.elapse(DELAY);
        resolve(task);

        assertThat(Duration.between(confirmedAt(first), confirmedAt(stopOf(task))))
                .isLessThan(DELAY);
    }

    @Test
    void the_entry_of_a_resolved_stop_is_still_delivered_and_stays_confirmed() {
        Task task = aHolderToStop(1);
        Claim late = onlyClaim();
        resolve(task);
        release(task);

        assertThat(outbox.postpone(late, Duration.ZERO, "engine unavailable")).isTrue();
        Stop before = stopOf(task);
        assertThat(outbox.complete(onlyClaim(), CONFIRMED)).isTrue();

        assertThat(before.status()).isEqualTo(StopStatus.CONFIRMED);
        assertThat(stopOf(task).status()).isEqualTo(StopStatus.CONFIRMED);
        assertThat(confirmedAt(stopOf(task))).isEqualTo(confirmedAt(before));
        assertThat(due()).isEmpty();
    }

    @Test
    void resolving_a_stop_ends_its_unfinished_steps() {
        Task task = endedWithUnfinishedStep(1);
        assertThat(outbox.complete(onlyClaim(), CONFIRMED)).isTrue();
        List<StepStatus> before = stopOfHolder().steps();

        resolve(task);
        List<StepStatus> after = stopOfHolder().steps();
        release(task);

        assertThat(before).hasSize(1);
        assertThat(after).isEmpty();
        assertThat(stopOf(task).status()).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void resolving_a_task_without_a_stop_does_nothing() {
        Task task = aTaskToStart(1);

        resolve(task);

        assertThat(store.writes().stopOf(SCOPE, task.id())).isEmpty();
    }

    final Stop stopOfHolder() {
        return requireNonNull(occupancy(SCOPE, RACK).reservations().getFirst().stop());
    }
}
