package io.nicotask.adapter.persistence;

import io.nicotask.application.port.OpenStop;
import io.nicotask.application.port.StopListing;
import io.nicotask.application.port.TaskListing.Position;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class JdbiStopListing implements StopListing {

    private static final Position BEGINNING = new Position(Instant.EPOCH, new TaskId(new UUID(0, 0)));

    private final JdbiTransactions transactions;
    private final Duration attentionAfter;

    /** An unconfirmed stop needs attention after that time. */
    JdbiStopListing(JdbiTransactions transactions, Duration attentionAfter) {
        this.transactions = transactions;
        this.attentionAfter = attentionAfter;
    }

    @Override
    public List<OpenStop> walk(TaskScope scope, @Nullable Position after, int limit) {
        Position from = after == null ? BEGINNING : after;
        return transactions.read(handle -> StopRow.open(Columns.scoped(handle.createQuery(StopRow.WALK), scope)
                .bind("requested", from.created())
                .bind("id", from.id().value())
                .bind("limit", limit)
                .bind("attentionAfter", Columns.seconds(attentionAfter))));
    }
}
