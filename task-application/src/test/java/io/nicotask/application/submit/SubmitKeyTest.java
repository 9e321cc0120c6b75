package io.nicotask.application.submit;

import static io.nicotask.application.TestSite.CALLER;
import static io.nicotask.application.TestSite.FOREIGN_SITE;
import static io.nicotask.application.TestSite.ORG;
import static io.nicotask.application.TestSite.ORIGIN;
import static io.nicotask.application.TestSite.SECOND_SITE;
import static io.nicotask.application.TestSite.SITE;
import static io.nicotask.application.TestSite.VALIDATOR;
import static io.nicotask.application.submit.Submits.OTHER_RACK;
import static io.nicotask.application.submit.Submits.command;
import static io.nicotask.application.submit.Submits.powerOn;
import static io.nicotask.application.submit.Submits.taskOf;
import static io.nicotask.application.submit.Submits.trays;
import static io.nicotask.domain.task.Operation.POWER_OFF;
import static io.nicotask.domain.task.Operation.POWER_ON;
import static io.nicotask.domain.task.TaskFixtures.RACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.TestSite;
import io.nicotask.application.TestSite.Sight;
import io.nicotask.application.cancel.CancelTask;
import io.nicotask.application.cancel.CancelTaskCommand;
import io.nicotask.application.cancel.CancelTaskResult;
import io.nicotask.application.contract.Race;
import io.nicotask.application.port.RequestOrigin;
import io.nicotask.application.port.Stop;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.SubmitKeys;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.report.StandardOperationRules;
import io.nicotask.application.submit.SubmitTaskCommand.IfBusy;
import io.nicotask.application.submit.SubmitTaskCommand.IfBusy.Queue;
import io.nicotask.application.submit.SubmitTaskCommand.IfBusy.Reject;
import io.nicotask.application.submit.SubmitTaskCommand.Work;
import io.nicotask.application.submit.SubmitTaskResult.Conflicting;
import io.nicotask.application.submit.SubmitTaskResult.Denied;
import io.nicotask.application.submit.SubmitTaskResult.KeyReused;
import io.nicotask.application.submit.SubmitTaskResult.QueueFull;
import io.nicotask.application.submit.SubmitTaskResult.Submitted;
import io.nicotask.application.submit.SubmitTaskResult.UnknownRule;
import io.nicotask.domain.task.RuleId;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a submit that is repeated under an idempotency key. */
final class SubmitKeyTest {

    private static final String KEY = "key-1";
    private static final Work WORK = powerOn(RACK, trays(1, 2));
    private static final RuleId RULE =
            new StandardOperationRules().defaultFor(POWER_ON).id();

    private final TestSite site = new TestSite();
    private final SubmitTask submitTask = Submits.useCase(site);

    @Test
    void the_same_request_under_the_same_key_makes_one_task() {
        SubmitTaskResult first = submit(WORK);
        Sight before = site.see(taskOf(first));
        site.clock.tick(Duration.ofMinutes(1));

        SubmitTaskResult again = submitTask.submit(new SubmitTaskCommand(
                CALLER,
                ORG,
                powerOn(RACK, trays(2, 1)),
                new Reject(),
                KEY,
                new RequestOrigin("request-2", "192.0.2.2")));

        assertThat(again).isEqualTo(first);
        assertThat(site.see(taskOf(first))).isEqualTo(before);
        assertThat(site.openTasks()).hasSize(1);
    }

    @Test
    void a_repetition_gives_the_task_as_it_is_now() {
        Task task = taskOf(submit(WORK));
        CancelTaskResult cancelled = CancelTask.using(site.ports, VALIDATOR)
                .cancel(new CancelTaskCommand(CALLER, ORG, SITE, task.id(), null, ORIGIN));

        SubmitTaskResult again = submit(WORK);

        Task now = ((CancelTaskResult.Cancelled) cancelled).view().task();
        assertThat(again).isEqualTo(new Submitted(new TaskView(now, Stop.State.REQUESTED)));
    }

    static Stream<Arguments> otherRequests() {
        Reject reject = new Reject();
        return Stream.of(
                Arguments.of(new Work(SECOND_SITE, RACK, POWER_ON, trays(1, 2), "Power on", null), reject),
                Arguments.of(new Work(SITE, OTHER_RACK, POWER_ON, trays(1, 2), "Power on", null), reject),
                Arguments.of(new Work(SITE, RACK, POWER_OFF, trays(1, 2), "Power on", null), reject),
                Arguments.of(new Work(SITE, RACK, POWER_ON, trays(1), "Power on", null), reject),
                Arguments.of(new Work(SITE, RACK, POWER_ON, trays(1, 2), "Power on!", null), reject),
                Arguments.of(new Work(SITE, RACK, POWER_ON, trays(1, 2), "Power on", RULE), reject),
                Arguments.of(WORK, new Queue(3_600)));
    }

    @ParameterizedTest
    @MethodSource("otherRequests")
    void any_other_request_under_the_key_is_refused(Work other, IfBusy ifBusy) {
        Task task = taskOf(submit(WORK));
        Sight before = site.see(task);

        SubmitTaskResult result = submitTask.submit(command(other, ifBusy, KEY));

        assertThat(result).isEqualTo(new KeyReused());
        assertThat(site.see(task)).isEqualTo(before);
        assertThat(site.openTasks()).hasSize(1);
    }

    @Test
    void the_time_to_wait_is_part_of_the_request() {
        assertThat(submitTask.submit(command(WORK, new Queue(60), KEY))).isInstanceOf(Submitted.class);

        assertThat(submitTask.submit(command(WORK, new Queue(61), KEY))).isEqualTo(new KeyReused());
    }

    @Test
    void without_a_key_every_request_is_one_of_its_own() {
        Task first = taskOf(submitTask.submit(command(powerOn(RACK))));
        Task other = taskOf(submitTask.submit(command(powerOn(OTHER_RACK))));

        assertThat(submitTask.submit(command(powerOn(RACK)))).isEqualTo(new Conflicting(RACK));
        assertThat(site.openTasks()).containsExactlyInAnyOrder(first, other);
    }

    @Test
    void what_was_refused_is_not_remembered() {
        Task holder = taskOf(submitTask.submit(command(powerOn(RACK))));
        for (int number = 1; number <= 5; number++) {
            assertThat(submitTask.submit(Submits.queued(powerOn(RACK)))).isInstanceOf(Submitted.class);
        }

        Work unknownRule = new Work(SITE, RACK, POWER_ON, trays(1), "", new RuleId(new UUID(8, 404)));
        Work foreign = new Work(FOREIGN_SITE, RACK, POWER_ON, trays(1), "", null);
        assertThat(submit(WORK)).isEqualTo(new Conflicting(RACK));
        assertThat(submitTask.submit(command(WORK, new Queue(60), KEY))).isEqualTo(new QueueFull(RACK, 5));
        assertThat(submit(unknownRule)).isEqualTo(new UnknownRule());
        assertThat(submit(foreign)).isInstanceOf(Denied.class);

        assertThat(taskOf(submit(powerOn(OTHER_RACK))).id()).isNotEqualTo(holder.id());
    }

    @Test
    void what_was_rolled_back_is_not_remembered() {
        SubmitTask unaudited = Submits.useCase(site.withoutAudit(), site);

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> assertThat(unaudited.submit(command(WORK, new Reject(), KEY)))
                        .isNull());

        assertThat(site.openTasks()).isEmpty();
        assertThat(submit(powerOn(OTHER_RACK))).isInstanceOf(Submitted.class);
    }

    @Test
    void a_key_is_forgotten_after_a_day() {
        Task first = taskOf(submit(WORK));
        site.clock.tick(SubmitKeys.KEPT.minusSeconds(1));
        SubmitTaskResult justBefore = submit(WORK);
        site.clock.tick(Duration.ofSeconds(1));

        assertThat(taskOf(justBefore).id()).isEqualTo(first.id());
        assertThat(submit(powerOn(OTHER_RACK))).isInstanceOf(Submitted.class);
    }

    @Test
    void a_waiting_task_is_given_again_too() {
        assertThat(submitTask.submit(command(powerOn(RACK)))).isInstanceOf(Submitted.class);
        SubmitTaskCommand wish = command(WORK, new Queue(60), KEY);

        SubmitTaskResult first = submitTask.submit(wish);

        assertThat(submitTask.submit(wish)).isEqualTo(first);
        assertThat(site.openTasks()).hasSize(2);
    }

    @Test
    void of_many_with_one_key_at_once_all_get_the_same_task() {
        List<SubmitTaskResult> results = Race.of(16, () -> submit(WORK));

        assertThat(results).containsOnly(results.getFirst());
        assertThat(site.openTasks()).containsExactly(taskOf(results.getFirst()));
        assertThat(site.store.auditEntries()).hasSize(1);
    }

    private SubmitTaskResult submit(Work work) {
        return submitTask.submit(command(work, new Reject(), KEY));
    }
}
