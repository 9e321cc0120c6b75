package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.domain.operation.Operation.POWER_ON;
import static io.nicotask.domain.task.TaskStatus.RUNNING;
import static io.nicotask.domain.task.TaskStatus.TERMINATED;
import static io.nicotask.domain.task.TaskStatus.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.task.CancelTask;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Two tasks on one rack: the first runs, the second waits for it.
 *
 * @param system the system that runs them
 * @param hardware the hardware of its workers
 */
record ConflictingTasks(LibraryHarness system, ObservedHardware hardware, TaskId first, TaskId next) {

    private static final int SOME_CALLS = 8;

    /** Submits both, and returns when the first one runs. */
    static ConflictingTasks submit(LibraryHarness system, ObservedHardware hardware, Operation operation) {
        RackId rack = new RackId(UUID.randomUUID());
        TaskId first = system.submit(rack, operation);
        await().until(() -> system.task(first).status() == RUNNING);
        TaskId next = system.submit(rack, POWER_ON);
        assertThat(system.task(next).status()).isEqualTo(WAITING);
        return new ConflictingTasks(system, hardware, first, next);
    }

    void cancelFirst() {
        assertThat(system.cancel(first)).isInstanceOf(CancelTask.Result.Cancelled.class);
        assertThat(system.task(first).status()).isEqualTo(TERMINATED);
    }

    void awaitFirstActs() {
        awaitActs(first);
    }

    void awaitNextActs() {
        awaitActs(next);
    }

    private void awaitActs(TaskId task) {
        await().until(() -> hardware.callsOf(task).stream().anyMatch(call -> call.actedAt() != null));
    }

    void awaitSomeCallsOfNext() {
        int before = hardware.callsOf(next).size();
        await().until(() -> hardware.callsOf(next).size() > before + SOME_CALLS);
    }

    /** Returns the overlaps of the two on the hardware. */
    List<String> overlaps() {
        return HardwareOverlaps.among(
                hardware.calls(call -> true),
                Stream.of(first, next)
                        .collect(Collectors.toMap(
                                Function.identity(), task -> system.task(task).spec())));
    }
}
