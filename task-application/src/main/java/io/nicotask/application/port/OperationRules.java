package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.value.RuleId;
import java.util.Optional;

/**
 * Supplies the rules by which operations are carried out. MUST be safe for concurrent use, and MUST NOT call anything
 * that can be unavailable.
 */
@CheckReturnValue
public interface OperationRules {

    /** Returns the rule for the operation of a task that pins none. {@link #find} MUST return that rule for its id. */
    OperationRule defaultFor(Operation operation);

    /**
     * Returns the rule with the id, or empty when there is none. MUST return the same rule for an id as long as tasks
     * refer to it.
     */
    Optional<OperationRule> find(RuleId id);

    /**
     * Returns the default rules, one for each operation. Power is switched on with the power shelves first and off with
     * them last; firmware updates run to completion.
     */
    static OperationRules standard() {
        return new StandardOperationRules();
    }
}
