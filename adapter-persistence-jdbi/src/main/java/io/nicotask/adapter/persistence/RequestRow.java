package io.nicotask.adapter.persistence;

import io.nicotask.application.port.Stop;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.TaskId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** A request as a row of the table {@code workflow_request}; both readers are as Jdbi's mappers. */
final class RequestRow {

    private static final int NANO_DIGITS = 9;

    private RequestRow() {}

    static Claim readClaim(ResultSet row, StatementContext context) throws SQLException {
        return new Claim(
                new TaskId(Columns.uuid(row, "task_id")),
                new SiteId(Columns.uuid(row, "site_id")),
                Kind.valueOf(row.getString("kind")),
                row.getLong("attempts"),
                duration(row.getBigDecimal("age")));
    }

    static Stop readStop(ResultSet row, StatementContext context) throws SQLException {
        Instant confirmedAt = confirmedAt(row);
        return new Stop(
                state(row, confirmedAt),
                Columns.instant(row, "requested_at"),
                confirmedAt,
                row.getLong("attempts"),
                row.getString("last_cause"));
    }

    /** When the later of the two was known: that the workflow is closed, and that the rack has been given back. */
    private static @Nullable Instant confirmedAt(ResultSet row) throws SQLException {
        Instant closed = Columns.instantOrNull(row, "done_at");
        Instant released = Columns.instantOrNull(row, "released_at");
        if (closed == null || row.getBoolean("holds")) {
            return null;
        }
        return released == null || released.isBefore(closed) ? closed : released;
    }

    private static Stop.State state(ResultSet row, @Nullable Instant confirmedAt) throws SQLException {
        if (row.getBoolean("attention")) {
            return Stop.State.NEEDS_ATTENTION;
        }
        if (confirmedAt != null) {
            return Stop.State.CONFIRMED;
        }
        return row.getBoolean("overdue") ? Stop.State.NEEDS_ATTENTION : Stop.State.REQUESTED;
    }

    private static Duration duration(BigDecimal seconds) {
        return Duration.ofNanos(seconds.movePointRight(NANO_DIGITS).longValue());
    }
}
