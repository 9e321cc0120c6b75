package io.nicotask.application.submit;

import static io.nicotask.application.TestSite.SITE;
import static io.nicotask.application.submit.Submits.command;
import static io.nicotask.application.submit.Submits.powerOn;
import static io.nicotask.application.submit.Submits.taskOf;
import static io.nicotask.domain.task.TaskFixtures.RACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.TestSite;
import io.nicotask.application.report.StandardOperationRules;
import io.nicotask.application.submit.SubmitTaskCommand.Work;
import io.nicotask.application.submit.SubmitTaskResult.Submitted;
import io.nicotask.application.submit.SubmitTaskResult.UnknownRule;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.ConflictPolicy;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RuleId;
import io.nicotask.domain.task.TaskStatus;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which rules a submit obeys: the operation rule that it pins, and the embedding service's own rule of conflicts. */
final class SubmitRuleTest {

    private final TestSite site = new TestSite();
    private final SubmitTask submitTask = Submits.useCase(site);

    @ParameterizedTest
    @EnumSource
    void a_rule_of_the_operation_can_be_pinned_and_is_kept_from_the_start(Operation operation) {
        RuleId rule = new StandardOperationRules().defaultFor(operation).id();

        SubmitTaskResult result = submitTask.submit(pinning(operation, rule));

        assertThat(taskOf(result).request().rule()).isEqualTo(rule);
    }

    @Test
    void a_task_that_pins_none_has_none_yet() {
        assertThat(taskOf(submitTask.submit(command(powerOn(RACK)))).request().rule())
                .isNull();
    }

    @Test
    void a_rule_that_is_not_there_cannot_be_pinned() {
        SubmitTaskResult result = submitTask.submit(pinning(Operation.POWER_ON, new RuleId(new UUID(8, 404))));

        assertThat(result).isEqualTo(new UnknownRule());
        assertThat(site.store.auditEntries()).isEmpty();
    }

    @Test
    void a_rule_of_another_operation_cannot_be_pinned() {
        RuleId other =
                new StandardOperationRules().defaultFor(Operation.POWER_OFF).id();

        assertThat(submitTask.submit(pinning(Operation.POWER_ON, other))).isEqualTo(new UnknownRule());
    }

    @Test
    void a_service_that_embeds_the_library_can_bring_its_own_rule_of_conflicts() {
        ConflictPolicy firmwareAlone = (one, other) -> one.operation().type() == Operation.Type.FIRMWARE_CONTROL
                || other.operation().type() == Operation.Type.FIRMWARE_CONTROL;
        SubmitTask own = Submits.useCase(site.store.ports(firmwareAlone), site);
        Work firmware = new Work(SITE, RACK, Operation.UPGRADE, Components.WHOLE_RACK, "", null);

        assertThat(own.submit(command(powerOn(RACK)))).isInstanceOf(Submitted.class);
        assertThat(own.submit(command(powerOn(RACK)))).isInstanceOf(Submitted.class);
        assertThat(taskOf(own.submit(Submits.queued(firmware))).status()).isEqualTo(TaskStatus.WAITING);
        assertThat(taskOf(own.submit(Submits.queued(powerOn(RACK)))).status()).isEqualTo(TaskStatus.WAITING);
    }

    private static SubmitTaskCommand pinning(Operation operation, RuleId rule) {
        return command(new Work(SITE, RACK, operation, Components.WHOLE_RACK, "", rule));
    }
}
