package io.nicotask.adapter.persistence;

import io.nicotask.application.port.TaskListing;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

final class JdbiTaskListing implements TaskListing {

    private static final TaskId LEAST_ID = new TaskId(new UUID(0, 0));
    private static final int ALMOST_A_MICROSECOND = 999;

    private final JdbiTransactions transactions;

    JdbiTaskListing(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Page page(TaskScope scope, Part part, boolean activeOnly, int number, int size, Reports reports) {
        String sql = PageSql.of(PartSql.of(part), activeOnly, reports);
        List<Row> rows = transactions.read(handle -> Columns.scoped(handle.createQuery(sql), scope)
                .bind("part", PartSql.idOf(part, scope))
                .bind("offset", (number - 1L) * size)
                .bind("size", size)
                .map(JdbiTaskListing::row)
                .list());
        long total = rows.isEmpty() ? 0 : rows.getFirst().total();
        return new Page(rows.stream().map(Row::task).filter(Objects::nonNull).toList(), total);
    }

    @Override
    public List<Task> walk(
            TaskScope scope, Part part, Filter filter, @Nullable Position after, int limit, Reports reports) {
        Position end = earlier(after, filter.before());
        Instant from = filter.from();
        return transactions.read(
                handle -> Columns.scoped(WalkSql.query(handle, PartSql.of(part), filter, reports), scope)
                        .bind("part", PartSql.idOf(part, scope))
                        .bind("created", end == null ? null : end.created())
                        .bind("id", end == null ? null : end.id().value())
                        .bind("from", from == null ? null : toMicros(from))
                        .bind("limit", limit)
                        .map(TaskRow::read)
                        .list());
    }

    /** Where both have been passed. No task comes before the least id of its instant. */
    private static @Nullable Position earlier(@Nullable Position after, @Nullable Instant before) {
        if (before == null) {
            return after;
        }
        Position end = new Position(toMicros(before), LEAST_ID);
        return after != null && after.created().isBefore(end.created()) ? after : end;
    }

    /** The first instant that a task may have been created at or after this one. */
    private static Instant toMicros(Instant at) {
        return at.plusNanos(ALMOST_A_MICROSECOND).truncatedTo(ChronoUnit.MICROS);
    }

    /** A page that has no tasks has one row all the same, for the total. */
    private static Row row(ResultSet row, StatementContext context) throws SQLException {
        Task task = row.getObject("id") == null ? null : TaskRow.read(row, context);
        return new Row(row.getLong("total"), task);
    }

    private record Row(long total, @Nullable Task task) {}
}
