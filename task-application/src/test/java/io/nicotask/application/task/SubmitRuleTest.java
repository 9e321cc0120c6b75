package io.nicotask.application.task;

import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.application.task.SubmitCommands.command;
import static io.nicotask.application.task.SubmitCommands.powerOn;
import static io.nicotask.application.task.SubmitCommands.taskOf;
import static io.nicotask.domain.task.TaskFixtures.RACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.application.task.SubmitTask.Result.Submitted;
import io.nicotask.application.task.SubmitTask.Result.UnknownRule;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RuleId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rules that a submit obeys: the operation rule that it pins, and the embedding service's definition of conflicts.
 */
final class SubmitRuleTest {

    private final SiteFixture site = new SiteFixture();
    private final SubmitTask submitTask = SubmitCommands.useCase(site);

    @ParameterizedTest
    @EnumSource
    void a_rule_of_the_operation_can_be_pinned(Operation operation) {
        RuleId rule = OperationRules.standard().defaultFor(operation).id();

        SubmitTask.Result result = submitTask.submit(pinning(operation, rule));

        assertThat(taskOf(result).spec().rule()).isEqualTo(rule);
    }

    @Test
    void a_task_without_a_pinned_rule_has_no_rule_yet() {
        assertThat(taskOf(submitTask.submit(command(powerOn(RACK)))).spec().rule())
                .isNull();
    }

    @Test
    void an_unknown_rule_cannot_be_pinned() {
        SubmitTask.Result result = submitTask.submit(pinning(Operation.POWER_ON, new RuleId(new UUID(8, 404))));

        assertThat(result).isEqualTo(new UnknownRule());
        assertThat(site.store.auditEntries()).isEmpty();
    }

    @Test
    void a_rule_of_another_operation_cannot_be_pinned() {
        RuleId other = OperationRules.standard().defaultFor(Operation.POWER_OFF).id();

        assertThat(submitTask.submit(pinning(Operation.POWER_ON, other))).isEqualTo(new UnknownRule());
    }

    @Test
    void an_embedding_service_can_define_conflicts() {
        RackConflicts firmwareAlone = (one, other) -> one.operation().type() == Operation.Type.FIRMWARE_CONTROL
                || other.operation().type() == Operation.Type.FIRMWARE_CONTROL;
        SubmitTask own = SubmitCommands.useCase(site.store.ports(site.ports.access(), firmwareAlone), site);
        TaskRequest firmware = new TaskRequest(SITE, RACK, Operation.UPGRADE, ComponentSelection.WHOLE_RACK, "", null);

        assertThat(own.submit(command(powerOn(RACK)))).isInstanceOf(Submitted.class);
        assertThat(own.submit(command(powerOn(RACK)))).isInstanceOf(Submitted.class);
        assertThat(taskOf(own.submit(SubmitCommands.queued(firmware))).status()).isEqualTo(TaskStatus.WAITING);
        assertThat(taskOf(own.submit(SubmitCommands.queued(powerOn(RACK)))).status())
                .isEqualTo(TaskStatus.WAITING);
    }

    private static SubmitTask.Command pinning(Operation operation, RuleId rule) {
        return command(new TaskRequest(SITE, RACK, operation, ComponentSelection.WHOLE_RACK, "", rule));
    }
}
