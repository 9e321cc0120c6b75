package io.nicotask.application.memory;

import io.nicotask.application.port.OperationRules;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.value.RuleId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The standard rules, and those that a test has added. Safe for many threads. */
public final class InMemoryOperationRules implements OperationRules {

    private final OperationRules standard = OperationRules.standard();
    private final Map<Operation, OperationRule> defaults = new ConcurrentHashMap<>();
    private final Map<RuleId, OperationRule> added = new ConcurrentHashMap<>();

    /** Adds a rule that tasks can pin. */
    public void put(OperationRule rule) {
        added.put(rule.id(), rule);
    }

    /** Adds a rule and makes it the default of its operation. */
    public void putDefault(OperationRule rule) {
        put(rule);
        defaults.put(rule.operation(), rule);
    }

    /** Removes an added rule, which a real rule set must not do. */
    public void remove(RuleId id) {
        added.remove(id);
    }

    @Override
    public OperationRule defaultFor(Operation operation) {
        OperationRule own = defaults.get(operation);
        return own == null ? standard.defaultFor(operation) : own;
    }

    @Override
    public Optional<OperationRule> find(RuleId id) {
        return Optional.ofNullable(added.get(id)).or(() -> standard.find(id));
    }
}
