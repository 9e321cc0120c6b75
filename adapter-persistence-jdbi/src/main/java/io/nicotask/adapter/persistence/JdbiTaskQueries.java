package io.nicotask.adapter.persistence;

import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.application.port.TaskQueries.Page;
import io.nicotask.application.port.TaskQueries.Slice;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

final class JdbiTaskQueries implements TaskQueries {

    private static final String HISTORY = """
            select h.from_status, h.to_status, h.at, h.actor, h.reason, h.request_id
            from nico.task_history h join nico.task t on t.id = h.task_id join nico.site s on s.id = t.site_id
            where t.id = :id and s.id = :site and s.provider_id = :provider
            order by h.version
            """;

    private static final TaskId LEAST_ID = new TaskId(new UUID(0, 0));
    private static final int ALMOST_A_MICROSECOND = 999;

    private final JdbiTransactions transactions;
    private final int maxExamined;
    private final Duration attentionAfter;

    /**
     * Examines at most {@code maxExamined} tasks for a slice, and reports an unconfirmed stop as needing attention after
     * {@code attentionAfter}.
     */
    JdbiTaskQueries(JdbiTransactions transactions, int maxExamined, Duration attentionAfter) {
        this.transactions = transactions;
        this.maxExamined = maxExamined;
        this.attentionAfter = attentionAfter;
    }

    @Override
    public Optional<TaskView> find(TaskScope scope, TaskId id) {
        return transactions
                .read(handle -> TaskWithStopRow.find(handle, scope, id, attentionAfter))
                .map(TaskView::of);
    }

    @Override
    public List<HistoryEntry> history(TaskScope scope, TaskId id) {
        return transactions.read(handle -> Columns.bindScope(handle.createQuery(HISTORY), scope)
                .bind("id", id.value())
                .map(HistoryRow::read)
                .list());
    }

    @Override
    public Page page(TaskScope scope, TaskList list, boolean activeOnly, int number, int size, Reports reports) {
        String sql = PageSql.of(ListSql.of(list), activeOnly, reports);
        List<PageRow> rows = transactions.read(handle -> Columns.bindScope(handle.createQuery(sql), scope)
                .bind("listId", ListSql.idOf(list, scope))
                .bind("offset", (number - 1L) * size)
                .bind("size", size)
                .map(JdbiTaskQueries::pageRow)
                .list());
        long total = rows.isEmpty() ? 0 : rows.getFirst().total();
        return new Page(
                rows.stream().map(PageRow::task).filter(Objects::nonNull).toList(), total);
    }

    /** Reads one task more than the limit, to know whether there are more. */
    @Override
    public Slice slice(
            TaskScope scope, TaskList list, Filter filter, @Nullable Position after, int limit, Reports reports) {
        Position end = earlier(after, filter.before());
        Instant from = filter.from();
        boolean allFit = filter.statuses().isEmpty() && filter.type() == null;
        String sql = SliceSql.of(ListSql.of(list), reports);
        List<SliceRow> rows = transactions.read(handle -> Columns.bindScope(handle.createQuery(sql), scope)
                .bind("listId", ListSql.idOf(list, scope))
                .bind("created", end == null ? null : end.created())
                .bind("id", end == null ? null : end.id().value())
                .bind("from", from == null ? null : toMicros(from))
                .bindArray("statuses", String.class, statusesOf(filter))
                .bindArray("operations", String.class, operationsOf(filter))
                .bind("maxExamined", allFit ? limit + 1 : Math.max(maxExamined, limit + 1))
                .bind("limit", limit + 1)
                .map(JdbiTaskQueries::sliceRow)
                .list());
        List<Task> tasks =
                rows.stream().map(SliceRow::task).filter(Objects::nonNull).toList();
        return tasks.size() > limit
                ? new Slice(tasks.subList(0, limit), positionOf(tasks.get(limit - 1)))
                : new Slice(tasks, rows.getFirst().horizon());
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

    /** Returns the older of the two bounds. With the least id, a bound excludes all tasks created at its instant. */
    private static @Nullable Position earlier(@Nullable Position after, @Nullable Instant before) {
        if (before == null) {
            return after;
        }
        Position end = new Position(toMicros(before), LEAST_ID);
        return after != null && after.created().isBefore(end.created()) ? after : end;
    }

    /** Rounds up to whole microseconds, in which tasks are dated. */
    private static Instant toMicros(Instant at) {
        return at.plusNanos(ALMOST_A_MICROSECOND).truncatedTo(ChronoUnit.MICROS);
    }

    /** A page without tasks still has one row, for the total. */
    private static PageRow pageRow(ResultSet row, StatementContext context) throws SQLException {
        return new PageRow(row.getLong("total"), taskOrNull(row, context));
    }

    private static SliceRow sliceRow(ResultSet row, StatementContext context) throws SQLException {
        UUID id = row.getObject("horizon_id", UUID.class);
        Position horizon = id == null ? null : new Position(Columns.instant(row, "horizon_created"), new TaskId(id));
        return new SliceRow(horizon, taskOrNull(row, context));
    }

    private static @Nullable Task taskOrNull(ResultSet row, StatementContext context) throws SQLException {
        return row.getObject("id") == null ? null : TaskRow.read(row, context);
    }

    private record PageRow(long total, @Nullable Task task) {}

    private record SliceRow(
            @Nullable Position horizon, @Nullable Task task) {}
}
