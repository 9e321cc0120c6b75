package io.nicotask.adapter.persistence;

import io.nicotask.application.port.TaskListing;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

final class JdbiTaskListing implements TaskListing {

    private static final TaskId LEAST_ID = new TaskId(new UUID(0, 0));
    private static final int ALMOST_A_MICROSECOND = 999;

    private final JdbiTransactions transactions;
    private final int looks;

    /** A listing whose walks look at no more tasks for a stretch than that. */
    JdbiTaskListing(JdbiTransactions transactions, int looks) {
        this.transactions = transactions;
        this.looks = looks;
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

    /** One more than wanted is asked for: it tells whether there is more. */
    @Override
    public Stretch walk(
            TaskScope scope, Part part, Filter filter, @Nullable Position after, int limit, Reports reports) {
        Position end = earlier(after, filter.before());
        Instant from = filter.from();
        boolean allFit = filter.statuses().isEmpty() && filter.type() == null;
        String sql = WalkSql.of(PartSql.of(part), reports);
        List<Met> met = transactions.read(handle -> Columns.scoped(handle.createQuery(sql), scope)
                .bind("part", PartSql.idOf(part, scope))
                .bind("created", end == null ? null : end.created())
                .bind("id", end == null ? null : end.id().value())
                .bind("from", from == null ? null : toMicros(from))
                .bindArray("statuses", String.class, statusesOf(filter))
                .bindArray("operations", String.class, operationsOf(filter))
                .bind("looks", allFit ? limit + 1 : Math.max(looks, limit + 1))
                .bind("limit", limit + 1)
                .map(JdbiTaskListing::met)
                .list());
        List<Task> tasks = met.stream().map(Met::task).filter(Objects::nonNull).toList();
        return tasks.size() > limit
                ? new Stretch(tasks.subList(0, limit), positionOf(tasks.get(limit - 1)))
                : new Stretch(tasks, met.getFirst().horizon());
    }

    private static List<String> statusesOf(Filter filter) {
        Set<TaskStatus> statuses = filter.statuses().isEmpty() ? EnumSet.allOf(TaskStatus.class) : filter.statuses();
        return statuses.stream().map(TaskStatus::label).toList();
    }

    private static List<String> operationsOf(Filter filter) {
        return Arrays.stream(Operation.values())
                .filter(operation -> filter.type() == null || operation.type() == filter.type())
                .map(Operation::code)
                .toList();
    }

    private static Position positionOf(Task task) {
        return new Position(task.revision().created(), task.id());
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
        return new Row(row.getLong("total"), taskOrNull(row, context));
    }

    private static Met met(ResultSet row, StatementContext context) throws SQLException {
        UUID id = row.getObject("horizon_id", UUID.class);
        Position horizon = id == null ? null : new Position(Columns.instant(row, "horizon_created"), new TaskId(id));
        return new Met(horizon, taskOrNull(row, context));
    }

    private static @Nullable Task taskOrNull(ResultSet row, StatementContext context) throws SQLException {
        return row.getObject("id") == null ? null : TaskRow.read(row, context);
    }

    private record Row(long total, @Nullable Task task) {}

    private record Met(@Nullable Position horizon, @Nullable Task task) {}
}
