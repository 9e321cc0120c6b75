package io.nicotask.application.task;

import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.FOREIGN_SITE;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SECOND_SITE;
import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.application.task.SubmitCommands.OTHER_RACK;
import static io.nicotask.application.task.SubmitCommands.command;
import static io.nicotask.application.task.SubmitCommands.powerOn;
import static io.nicotask.application.task.SubmitCommands.taskOf;
import static io.nicotask.application.task.SubmitCommands.trays;
import static io.nicotask.domain.operation.Operation.POWER_OFF;
import static io.nicotask.domain.operation.Operation.POWER_ON;
import static io.nicotask.domain.task.TaskFixtures.RACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.SiteFixture.Snapshot;
import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.port.Change.Audited;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy.Queue;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy.Reject;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.application.task.SubmitTask.Result.Conflict;
import io.nicotask.application.task.SubmitTask.Result.Denied;
import io.nicotask.application.task.SubmitTask.Result.KeyReused;
import io.nicotask.application.task.SubmitTask.Result.QueueFull;
import io.nicotask.application.task.SubmitTask.Result.Submitted;
import io.nicotask.application.task.SubmitTask.Result.UnknownRule;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.RuleId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Submits that are repeated with an idempotency key. */
final class IdempotentSubmitTest {

    private static final String KEY = "key-1";
    private static final TaskRequest REQUEST = powerOn(RACK, trays(1, 2));
    private static final RuleId RULE =
            OperationRules.standard().defaultFor(POWER_ON).id();

    private final SiteFixture site = new SiteFixture();
    private final SubmitTask submitTask = SubmitCommands.useCase(site);

    @Test
    void the_same_request_with_the_same_key_creates_one_task() {
        SubmitTask.Result first = submit(REQUEST);
        Snapshot before = site.snapshotOf(taskOf(first));
        site.clock.tick(Duration.ofMinutes(1));

        SubmitTask.Result again = submitTask.submit(new SubmitTask.Command(
                new RequestContext(CALLER, ORG, new RequestOrigin("request-2", "192.0.2.2")),
                powerOn(RACK, trays(2, 1)),
                new Reject(),
                KEY));

        assertThat(again).isEqualTo(first);
        assertThat(site.snapshotOf(taskOf(first))).isEqualTo(before);
        assertThat(site.openTasks()).hasSize(1);
    }

    @Test
    void a_repetition_returns_the_task_in_its_current_state() {
        Task task = taskOf(submit(REQUEST));
        CancelTask.Result cancelled = CancelTask.using(site.ports)
                .cancel(new CancelTask.Command(new RequestContext(CALLER, ORG, ORIGIN), SITE, task.id(), null));

        SubmitTask.Result again = submit(REQUEST);

        Task now = ((CancelTask.Result.Cancelled) cancelled).view().task();
        assertThat(again).isEqualTo(new Submitted(new TaskView(now, StopStatus.REQUESTED)));
    }

    static Stream<Arguments> otherRequests() {
        Reject reject = new Reject();
        return Stream.of(
                Arguments.of(new TaskRequest(SECOND_SITE, RACK, POWER_ON, trays(1, 2), "Power on", null), reject),
                Arguments.of(new TaskRequest(SITE, OTHER_RACK, POWER_ON, trays(1, 2), "Power on", null), reject),
                Arguments.of(new TaskRequest(SITE, RACK, POWER_OFF, trays(1, 2), "Power on", null), reject),
                Arguments.of(new TaskRequest(SITE, RACK, POWER_ON, trays(1), "Power on", null), reject),
                Arguments.of(new TaskRequest(SITE, RACK, POWER_ON, trays(1, 2), "Power on!", null), reject),
                Arguments.of(new TaskRequest(SITE, RACK, POWER_ON, trays(1, 2), "Power on", RULE), reject),
                Arguments.of(REQUEST, new Queue(3_600)));
    }

    @ParameterizedTest
    @MethodSource("otherRequests")
    void another_request_with_the_key_is_refused(TaskRequest other, ConflictStrategy conflictStrategy) {
        Task task = taskOf(submit(REQUEST));
        Snapshot before = site.snapshotOf(task);

        SubmitTask.Result result = submitTask.submit(command(other, conflictStrategy, KEY));

        assertThat(result).isEqualTo(new KeyReused());
        assertThat(site.snapshotOf(task)).isEqualTo(before);
        assertThat(site.openTasks()).hasSize(1);
    }

    @Test
    void the_queue_timeout_is_part_of_the_request() {
        assertThat(submitTask.submit(command(REQUEST, new Queue(60), KEY))).isInstanceOf(Submitted.class);

        assertThat(submitTask.submit(command(REQUEST, new Queue(61), KEY))).isEqualTo(new KeyReused());
    }

    @Test
    void without_a_key_every_request_is_new() {
        Task first = taskOf(submitTask.submit(command(powerOn(RACK))));
        Task other = taskOf(submitTask.submit(command(powerOn(OTHER_RACK))));

        assertThat(submitTask.submit(command(powerOn(RACK)))).isEqualTo(new Conflict(RACK));
        assertThat(site.openTasks()).containsExactlyInAnyOrder(first, other);
    }

    @Test
    void a_refused_request_does_not_use_its_key() {
        Task holder = taskOf(submitTask.submit(command(powerOn(RACK))));
        for (int number = 1; number <= 5; number++) {
            assertThat(submitTask.submit(SubmitCommands.queued(powerOn(RACK)))).isInstanceOf(Submitted.class);
        }

        TaskRequest unknownRule = new TaskRequest(SITE, RACK, POWER_ON, trays(1), "", new RuleId(new UUID(8, 404)));
        TaskRequest foreign = new TaskRequest(FOREIGN_SITE, RACK, POWER_ON, trays(1), "", null);
        assertThat(submit(REQUEST)).isEqualTo(new Conflict(RACK));
        assertThat(submitTask.submit(command(REQUEST, new Queue(60), KEY))).isEqualTo(new QueueFull(RACK, 5));
        assertThat(submit(unknownRule)).isEqualTo(new UnknownRule());
        assertThat(submit(foreign)).isInstanceOf(Denied.class);

        assertThat(taskOf(submit(powerOn(OTHER_RACK))).id()).isNotEqualTo(holder.id());
    }

    @Test
    void a_rolled_back_request_does_not_use_its_key() {
        SubmitTask unaudited = SubmitCommands.useCase(site.refusing(Audited.class), site);

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> assertThat(unaudited.submit(command(REQUEST, new Reject(), KEY)))
                        .isNull());

        assertThat(site.openTasks()).isEmpty();
        assertThat(submit(powerOn(OTHER_RACK))).isInstanceOf(Submitted.class);
    }

    @Test
    void a_key_expires_after_a_day() {
        Task first = taskOf(submit(REQUEST));
        site.clock.tick(IdempotencyKey.RETENTION.minusSeconds(1));
        SubmitTask.Result justBefore = submit(REQUEST);
        site.clock.tick(Duration.ofSeconds(1));

        assertThat(taskOf(justBefore).id()).isEqualTo(first.id());
        assertThat(submit(powerOn(OTHER_RACK))).isInstanceOf(Submitted.class);
    }

    @Test
    void a_repetition_returns_a_waiting_task_too() {
        assertThat(submitTask.submit(command(powerOn(RACK)))).isInstanceOf(Submitted.class);
        SubmitTask.Command command = command(REQUEST, new Queue(60), KEY);

        SubmitTask.Result first = submitTask.submit(command);

        assertThat(submitTask.submit(command)).isEqualTo(first);
        assertThat(site.openTasks()).hasSize(2);
    }

    @Test
    void concurrent_requests_with_one_key_get_the_same_task() {
        List<SubmitTask.Result> results = ConcurrentRuns.of(16, () -> submit(REQUEST));

        assertThat(results).containsOnly(results.getFirst());
        assertThat(site.openTasks()).containsExactly(taskOf(results.getFirst()));
        assertThat(site.store.auditEntries()).hasSize(1);
    }

    private SubmitTask.Result submit(TaskRequest request) {
        return submitTask.submit(command(request, new Reject(), KEY));
    }
}
