package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.value.RuleId;
import java.util.Optional;

/**
 * Knows how each operation is carried out. May be asked from many threads, and MUST answer without calling anything that
 * could be away.
 */
@CheckReturnValue
public interface OperationRules {

    /** The rule that holds for the operation when a task pins none. MUST be one that {@link #find} finds. */
    OperationRule defaultFor(Operation operation);

    /** The rule of that id, or empty when there is none. MUST answer the same for an id as long as there are tasks with it. */
    Optional<OperationRule> find(RuleId id);
}
