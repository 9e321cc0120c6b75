package io.nicotask.application.task;

import static io.nicotask.application.task.CancelCommands.commandFor;
import static io.nicotask.application.task.CancelCommands.taskOf;
import static io.nicotask.application.task.CancelCommands.viewOf;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aTaskIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.SiteFixture.Snapshot;
import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.port.Change.Audited;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.task.CancelTask.Result.Cancelled;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CancelRacesTest {

    private final SiteFixture site = new SiteFixture();

    @ParameterizedTest
    @EnumSource(names = {"WAITING", "PENDING", "RUNNING"})
    void of_64_concurrent_cancels_one_wins_and_the_rows_are_those_of_one(TaskStatus status) {
        Task task = site.has(aTaskIn(status));
        Snapshot before = site.snapshotOf(task);
        CancelTask cancelTask = CancelTask.using(site.ports);

        List<CancelTask.Result> results = ConcurrentRuns.of(64, () -> cancelTask.cancel(commandFor(task)));

        Snapshot after = site.snapshotOf(task);
        assertThat(results).filteredOn(Cancelled.class::isInstance).hasSize(1);
        assertThat(results).extracting(CancelCommands::viewOf).containsOnly(viewOf(results.getFirst()));
        assertThat(after.task()).contains(taskOf(results.getFirst()));
        assertThat(after.history()).hasSize(before.history().size() + 1);
        assertThat(after.audit()).hasSize(1);
    }

    @Test
    void a_cancel_that_lost_its_race_is_decided_again() {
        Task task = site.has(aRunningTask());

        CancelTask.Result result = CancelTask.using(site.losing(2)).cancel(commandFor(task));

        assertThat(result).isInstanceOf(Cancelled.class);
        assertThat(site.snapshotOf(task).task()).contains(taskOf(result));
        assertThat(site.snapshotOf(task).audit()).hasSize(1);
    }

    @Test
    void a_cancel_that_lost_three_races_fails_and_changes_nothing() {
        Task task = site.has(aRunningTask());
        Snapshot before = site.snapshotOf(task);
        CancelTask losing = CancelTask.using(site.losing(3));

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> assertThat(losing.cancel(commandFor(task))).isNull());
        assertThat(site.snapshotOf(task)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(names = {"WAITING", "PENDING", "RUNNING"})
    void a_cancel_that_cannot_be_audited_changes_nothing(TaskStatus status) {
        Task task = site.has(aTaskIn(status));
        Snapshot before = site.snapshotOf(task);
        CancelTask unaudited = CancelTask.using(site.refusing(Audited.class));

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> assertThat(unaudited.cancel(commandFor(task))).isNull());
        assertThat(site.snapshotOf(task)).isEqualTo(before);
    }
}
