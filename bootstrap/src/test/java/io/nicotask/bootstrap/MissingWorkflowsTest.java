package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.domain.operation.Operation.POWER_ON;
import static io.nicotask.domain.task.TaskStatus.FAILED;
import static io.nicotask.domain.task.TaskStatus.PENDING;
import static io.nicotask.domain.task.TaskStatus.TERMINATED;
import static io.nicotask.faults.Fault.LATE_SECOND_START;
import static io.nicotask.faults.Fault.MEMORY_LOST;
import static io.nicotask.faults.Fault.NAMESPACE_MISTYPED;
import static io.nicotask.faults.Fault.WORKFLOW_COMPLETED;
import static io.nicotask.faults.Fault.WORKFLOW_PAST_RETENTION;
import static io.nicotask.faults.Fault.WORKFLOW_TERMINATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.task.CancelTask;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Workflows that end or vanish without notice: a cancel is still carried out, and no task ends by mistake. */
final class MissingWorkflowsTest {

    private static final int MANY = 20;

    /** The smallest number of missing workflows that ends no task; fewer end their tasks one by one. */
    private static final int STILL_MANY = 4;

    private final ProxiedTemporalSite site = new ProxiedTemporalSite();
    private LibraryHarness system;

    @BeforeEach
    void start() {
        system = new LibraryHarness(
                LibraryHarness.Change.NONE.withProxy(unused -> site.proxy().target()));
    }

    @AfterEach
    void stop() {
        system.close();
        site.close();
    }

    @Test
    void a_workflow_terminated_by_an_operator_fails_its_task_unless_that_was_cancelled() {
        List<TaskId> tasks = startTasks(2);
        site.proxy().refuse();

        tasks.forEach(site.inspector()::terminate);
        FiredFaults.count(WORKFLOW_TERMINATED, Layer.PARTS, 2);
        cancel(tasks.getFirst());
        site.proxy().pass();

        awaitConfirmed(tasks.getFirst());
        awaitWithChecks(() -> system.task(tasks.getLast()).status() == FAILED);
        assertThat(system.task(tasks.getLast()).message()).isEqualTo("Workflow was terminated outside of this service");
    }

    @Test
    void a_workflow_completed_before_the_start_gate_fails_its_task_unless_that_was_cancelled() {
        List<TaskId> tasks = startTasks(2);
        site.proxy().refuse();

        try (NoOpWorker worker = new NoOpWorker(site.target(), system.queue())) {
            await().until(() -> tasks.stream().noneMatch(site.inspector()::isRunning));
        }
        FiredFaults.count(WORKFLOW_COMPLETED, Layer.PARTS, 2);
        cancel(tasks.getFirst());
        site.proxy().pass();

        awaitConfirmed(tasks.getFirst());
        awaitWithChecks(() -> system.task(tasks.getLast()).status() == FAILED);
        assertThat(system.task(tasks.getLast()).message())
                .isEqualTo("Workflow completed without passing the start gate");
    }

    @Test
    void the_stop_of_a_workflow_past_its_retention_is_confirmed_by_a_tombstone() {
        TaskId task = startTasks(1).getFirst();
        site.proxy().refuse();

        site.inspector().terminate(task);
        site.forget(task);
        FiredFaults.count(WORKFLOW_PAST_RETENTION, Layer.PARTS, 1);
        assertThat(site.inspector().status(task)).isEmpty();
        cancel(task);
        site.proxy().pass();

        awaitConfirmed(task);
        assertThat(site.inspector().startLate(DemoOrg.SITE, task)).isFalse();
        FiredFaults.count(LATE_SECOND_START, Layer.PARTS, 1);
    }

    @Test
    @DisabledIfSystemProperty(
            named = TemporalUnderTest.PROPERTY,
            matches = ".+",
            disabledReason = "A real Temporal keeps what it knows")
    void an_engine_that_lost_its_data_ends_none_of_many_tasks_and_their_cancels_are_confirmed() {
        List<TaskId> tasks = startTasks(MANY);

        site.loseData();
        FiredFaults.count(MEMORY_LOST, Layer.PARTS, 1);
        awaitWithChecks(() -> countRows("select task_id from workflow where not_found_count >= 2") == MANY);

        assertThat(tasks).allMatch(task -> system.task(task).status() == PENDING);
        List<TaskId> cancelled = tasks.subList(0, MANY - STILL_MANY);
        cancelled.forEach(this::cancel);
        cancelled.forEach(this::awaitConfirmed);
        assertThat(cancelled).noneMatch(task -> site.inspector().startLate(DemoOrg.SITE, task));
        assertThat(tasks.subList(cancelled.size(), MANY))
                .allMatch(task -> system.task(task).status() == PENDING);
        FiredFaults.count(LATE_SECOND_START, Layer.PARTS, cancelled.size());
    }

    @Test
    void a_mistyped_namespace_ends_no_task() {
        List<TaskId> tasks = startTasks(MANY);

        system.restartWithNamespace("defualt");
        FiredFaults.count(NAMESPACE_MISTYPED, Layer.PARTS, 1);
        int before = checks();
        awaitWithChecks(() -> checks() >= before + 2 * MANY);

        assertThat(tasks).allMatch(task -> system.task(task).status() == PENDING);
        system.restartWithNamespace("default");
        int after = checks();
        awaitWithChecks(() -> checks() >= after + 2 * MANY);
        assertThat(tasks).allMatch(task -> system.task(task).status() == PENDING);
        assertThat(tasks).allMatch(site.inspector()::isRunning);
    }

    @Test
    @EnabledIfSystemProperty(
            named = TemporalUnderTest.PROPERTY,
            matches = ".+",
            disabledReason = "In memory every namespace exists")
    void a_stop_waits_while_the_namespace_is_mistyped() {
        TaskId task = startTasks(1).getFirst();
        system.restartWithNamespace("defualt");
        FiredFaults.count(NAMESPACE_MISTYPED, Layer.PARTS, 1);

        cancel(task);
        await().until(() -> countRows("select key from work where kind = 'STOP_WORKFLOW' and claim_number > 2") == 1);
        assertThat(system.stopOf(task)).isEqualTo(StopStatus.REQUESTED);
        assertThat(site.inspector().isRunning(task)).isTrue();
        system.restartWithNamespace("default");

        awaitConfirmed(task);
    }

    /** Submits tasks without a worker, and waits until their workflows are open. */
    private List<TaskId> startTasks(int count) {
        List<TaskId> tasks = Stream.generate(() -> system.submit(new RackId(UUID.randomUUID()), POWER_ON))
                .limit(count)
                .toList();
        await().until(() -> tasks.stream().allMatch(site.inspector()::isRunning));
        await().until(system.rows()::haveNoOpenDelivery);
        return tasks;
    }

    private void cancel(TaskId task) {
        assertThat(system.cancel(task)).isInstanceOf(CancelTask.Result.Cancelled.class);
    }

    private void awaitConfirmed(TaskId task) {
        await().until(() -> system.stopOf(task) == StopStatus.CONFIRMED);
        assertThat(system.task(task).status()).isEqualTo(TERMINATED);
        assertThat(site.inspector().isRunning(task)).isFalse();
    }

    /** Waits while the workflows are checked more often than they would be, as no worker polls for them. */
    private void awaitWithChecks(BooleanSupplier condition) {
        await().until(() -> {
            int doubted = countRows("""
                    update work set due_at = clock_timestamp()
                    where kind = 'CHECK_WORKFLOW' and claimed_until is null returning key::text
                    """);
            return doubted >= 0 && condition.getAsBoolean();
        });
    }

    private int countRows(String sql) {
        return system.rows().texts(sql).size();
    }

    /** Returns how often the reconciler has checked a workflow. */
    private int checks() {
        return Integer.parseInt(system.rows()
                .texts("select coalesce(sum(claim_number), 0) from work where kind = 'CHECK_WORKFLOW'")
                .getFirst());
    }
}
