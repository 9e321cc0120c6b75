package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.DecisionLocks.KeyUse;
import io.nicotask.adapter.persistence.JdbiTransactions.Transaction;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Reads under {@link DecisionLocks locks}, decides, and writes all changes by one {@link DecisionStatement}. */
final class JdbiTaskStorage implements TaskStorage {

    private final JdbiTransactions transactions;
    private final Duration attentionAfter;
    private final UnaryOperator<List<Change>> adapted;

    /** Reports an unconfirmed stop as needing attention after {@code attentionAfter}. */
    JdbiTaskStorage(JdbiTransactions transactions, Duration attentionAfter) {
        this(transactions, attentionAfter, UnaryOperator.identity());
    }

    /** Does so, and writes the changes of each decision as adapted. */
    JdbiTaskStorage(JdbiTransactions transactions, Duration attentionAfter, UnaryOperator<List<Change>> adapted) {
        this.transactions = transactions;
        this.attentionAfter = attentionAfter;
        this.adapted = adapted;
    }

    @Override
    public <R> Optional<R> decide(TaskScope scope, TaskId task, Function<TaskSnapshot, Decision<R>> decision) {
        return transactions.decide(transaction -> locks(transaction, scope)
                .lockTask(task)
                .map(snapshot -> write(transaction, scope, decision.apply(snapshot))));
    }

    @Override
    public <R> R decideOnRack(TaskScope scope, RackId rack, Function<RackOccupancy, Decision<R>> decision) {
        return transactions.decide(transaction -> write(
                transaction, scope, decision.apply(locks(transaction, scope).lockRack(rack))));
    }

    @Override
    public <R> R decideOnMissing(TaskScope scope, RackId rack, Function<MissingSnapshot, Decision<R>> decision) {
        return transactions.decide(transaction -> {
            RackOccupancy locked = locks(transaction, scope).lockRack(rack);
            MissingWorkflows missing =
                    transaction.read(handle -> JdbiWorkflowMonitor.missingWorkflowsAt(handle, scope.site()));
            return write(transaction, scope, decision.apply(new MissingSnapshot(locked, missing)));
        });
    }

    @Override
    public <R> KeyedResult<R> decideOnce(
            TaskScope scope, RackId rack, IdempotencyKey key, Function<RackOccupancy, Decision<R>> decision) {
        return transactions.decide(transaction -> {
            DecisionLocks locks = locks(transaction, scope);
            Optional<KeyUse> earlier = locks.lockKey(key, rack);
            if (earlier.isPresent()) {
                return earlier.get().sameRequest()
                        ? new KeyedResult.SameRequest<>(locks.find(earlier.get().task()))
                        : new KeyedResult.DifferentRequest<>();
            }
            Decision<R> decided = decision.apply(locks.readRack(rack));
            DecisionStatement statement = statement(scope, decided);
            decided.submitted().ifPresent(task -> statement.addKey(key, task));
            transaction.write(statement);
            return new KeyedResult.Decided<>(decided.answer());
        });
    }

    @Override
    public void write(TaskScope scope, List<Change> changes) {
        var unused = transactions.decide(transaction -> write(transaction, scope, new Decision<>(changes, changes)));
    }

    private DecisionLocks locks(Transaction transaction, TaskScope scope) {
        return new DecisionLocks(transaction, scope, attentionAfter);
    }

    private <R> R write(Transaction transaction, TaskScope scope, Decision<R> decision) {
        transaction.write(statement(scope, decision));
        return decision.answer();
    }

    private DecisionStatement statement(TaskScope scope, Decision<?> decision) {
        return new DecisionStatement(scope, adapted.apply(decision.changes()), attentionAfter);
    }
}
