package io.nicotask.adapter.persistence;

import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jdbi.v3.core.statement.StatementContext;

/** An outbox entry as a row of the table {@code workflow_outbox}. */
final class OutboxRow {

    private static final int NANO_DIGITS = 9;

    private OutboxRow() {}

    static Claim readClaim(ResultSet row, StatementContext context) throws SQLException {
        return new Claim(
                new TaskId(Columns.uuid(row, "task_id")),
                new SiteId(Columns.uuid(row, "site_id")),
                Kind.valueOf(row.getString("kind")),
                row.getLong("claim_number"),
                duration(row.getBigDecimal("age")));
    }

    private static Duration duration(BigDecimal seconds) {
        return Duration.ofNanos(seconds.movePointRight(NANO_DIGITS).longValue());
    }
}
