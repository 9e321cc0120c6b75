package io.nicotask.bootstrap;

import static io.nicotask.domain.task.ComponentType.COMPUTE;
import static io.nicotask.domain.task.ComponentType.POWER_SHELF;

import io.nicotask.application.port.OperationRules;
import io.nicotask.domain.task.Interruption;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.OperationRule;
import io.nicotask.domain.task.OperationRule.Step;
import io.nicotask.domain.task.RuleId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Two stages each: firmware is finished first, all else can be interrupted. */
final class QuickRules implements OperationRules {

    @Override
    public OperationRule defaultFor(Operation operation) {
        Interruption interruption = operation.type() == Operation.Type.FIRMWARE_CONTROL
                ? Interruption.FINISH_FIRST
                : Interruption.INTERRUPTIBLE;
        return new OperationRule(
                new RuleId(UUID.nameUUIDFromBytes(operation.code().getBytes(StandardCharsets.UTF_8))),
                operation,
                List.of(
                        List.of(new Step(POWER_SHELF, interruption, 0, Duration.ofMinutes(5))),
                        List.of(new Step(COMPUTE, interruption, 0, Duration.ofMinutes(5)))));
    }

    @Override
    public Optional<OperationRule> find(RuleId id) {
        return Arrays.stream(Operation.values())
                .map(this::defaultFor)
                .filter(rule -> rule.id().equals(id))
                .findFirst();
    }
}
