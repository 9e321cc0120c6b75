package io.nicotask.bootstrap;

import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;

import io.nicotask.application.port.OperationRules;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.operation.OperationRule.Step;
import io.nicotask.domain.value.RuleId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Rules with two stages per operation: firmware steps run to completion, all others are interruptible. */
final class FastOperationRules implements OperationRules {

    @Override
    public OperationRule defaultFor(Operation operation) {
        InterruptPolicy interruptPolicy = operation.type() == Operation.Type.FIRMWARE_CONTROL
                ? InterruptPolicy.RUN_TO_COMPLETION
                : InterruptPolicy.INTERRUPTIBLE;
        return new OperationRule(
                new RuleId(UUID.nameUUIDFromBytes(operation.code().getBytes(StandardCharsets.UTF_8))),
                operation,
                List.of(
                        List.of(new Step(POWER_SHELF, interruptPolicy, 0, Duration.ofMinutes(5))),
                        List.of(new Step(COMPUTE, interruptPolicy, 0, Duration.ofMinutes(5)))));
    }

    @Override
    public Optional<OperationRule> find(RuleId id) {
        return Arrays.stream(Operation.values())
                .map(this::defaultFor)
                .filter(rule -> rule.id().equals(id))
                .findFirst();
    }
}
