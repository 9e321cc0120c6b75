package io.nicotask.adapter.persistence;

import io.nicotask.application.port.StopQueries;
import io.nicotask.application.port.StopQueries.UnconfirmedStop;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class JdbiStopQueries implements StopQueries {

    private static final Position BEGINNING = new Position(Instant.EPOCH, new TaskId(new UUID(0, 0)));

    private final JdbiTransactions transactions;
    private final Duration attentionAfter;

    /** Reports an unconfirmed stop as needing attention after {@code attentionAfter}. */
    JdbiStopQueries(JdbiTransactions transactions, Duration attentionAfter) {
        this.transactions = transactions;
        this.attentionAfter = attentionAfter;
    }

    @Override
    public List<UnconfirmedStop> findUnconfirmed(TaskScope scope, @Nullable Position after, int limit) {
        Position from = after == null ? BEGINNING : after;
        return transactions.read(handle -> StopRow.readUnconfirmed(
                Columns.bindScope(handle.createQuery(StopRow.UNCONFIRMED), scope)
                        .bind("decided", from.created())
                        .bind("id", from.id().value())
                        .bind("limit", limit),
                attentionAfter));
    }

    @Override
    public Optional<UnconfirmedStop> find(TaskScope scope, TaskId task) {
        return transactions.read(handle -> StopRow.readUnconfirmed(
                        Columns.bindScope(handle.createQuery(StopRow.OF_TASK), scope)
                                .bind("task", task.value()),
                        attentionAfter)
                .stream()
                .findFirst());
    }
}
