package io.nicotask.application.port;

import static io.nicotask.domain.operation.OperationRule.InterruptPolicy.INTERRUPTIBLE;
import static io.nicotask.domain.operation.OperationRule.InterruptPolicy.RUN_TO_COMPLETION;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static io.nicotask.domain.value.ComponentType.NV_SWITCH;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;

import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.operation.OperationRule.Step;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RuleId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The rules of {@link OperationRules#standard}. */
final class StandardOperationRules implements OperationRules {

    private static final List<ComponentType> UPWARDS = List.of(POWER_SHELF, NV_SWITCH, COMPUTE);

    private final Map<Operation, OperationRule> rules = new EnumMap<>(Operation.class);

    StandardOperationRules() {
        Arrays.stream(Operation.values()).forEach(operation -> rules.put(operation, ruleFor(operation)));
    }

    @Override
    public OperationRule defaultFor(Operation operation) {
        OperationRule rule = rules.get(operation);
        if (rule == null) {
            throw new IllegalStateException("There is no rule for " + operation.code());
        }
        return rule;
    }

    @Override
    public Optional<OperationRule> find(RuleId id) {
        return rules.values().stream().filter(rule -> rule.id().equals(id)).findFirst();
    }

    private static OperationRule ruleFor(Operation operation) {
        return switch (operation) {
            case POWER_ON, FORCE_POWER_ON -> rule(operation, UPWARDS, INTERRUPTIBLE, 1, Duration.ofMinutes(10));
            case POWER_OFF, FORCE_POWER_OFF ->
                rule(operation, UPWARDS.reversed(), INTERRUPTIBLE, 1, Duration.ofMinutes(10));
            case RESTART, FORCE_RESTART, WARM_RESET, COLD_RESET ->
                rule(operation, UPWARDS, INTERRUPTIBLE, 1, Duration.ofMinutes(20));
            case UPGRADE, DOWNGRADE, ROLLBACK -> rule(operation, UPWARDS, RUN_TO_COMPLETION, 0, Duration.ofHours(2));
            case BRING_UP, INGEST -> rule(operation, UPWARDS, INTERRUPTIBLE, 1, Duration.ofHours(1));
        };
    }

    private static OperationRule rule(
            Operation operation,
            List<ComponentType> order,
            InterruptPolicy interruptPolicy,
            int retries,
            Duration timeout) {
        return new OperationRule(
                idOf(operation),
                operation,
                order.stream()
                        .map(type -> List.of(new Step(type, interruptPolicy, retries, timeout)))
                        .toList());
    }

    /**
     * Derives the id from the operation, so that it is the same in every process. A changed rule needs a new version in
     * the name.
     */
    private static RuleId idOf(Operation operation) {
        String name = "nico-tasks/rules/1/" + operation.type().code() + "/" + operation.code();
        return new RuleId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }
}
