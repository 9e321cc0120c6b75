package io.nicotask.adapter.persistence;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.nicotask.adapter.persistence.CombinedStatement.Part;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.WorkflowStarted;
import io.nicotask.application.port.RackLeases.LeaseExpired;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.domain.value.ClockStep;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An item of work as a row of the table {@code work}, and the parts of statements that write it. */
final class WorkRow {

    static final String ALWAYS = "";

    static final String IF_STEP_UNFINISHED = "where exists (select from nico.unfinished_step where task_id = :key)";

    private static final String IF_OPEN_WITHOUT_ATTEMPT = """
            where exists (select from nico.task where id = :key and finished_at is null)
              and not exists (select from nico.rack_lease l join nico.process_lease p on p.process_id = l.process_id
                              where l.task_id = :key and p.until > clock_timestamp())
            """;

    /** Replaces an item of the same kind and key; a result under a claim of that item is rejected. */
    private static final String PUT = """
            @work as (
                insert into nico.work (kind, site_id, key, lane, due_at, claimed_until, claim_number, written_at)
                select :kind, :site, :key, :lane, clock_timestamp() + make_interval(secs => :delay),
                       case when :claimed then clock_timestamp() + make_interval(secs => :claim) end,
                       cast(:claimed as int), clock_timestamp()
                <condition>
                on conflict (kind, site_id, key) do update
                set due_at = <due>, claimed_until = excluded.claimed_until, cause = null,
                    written_at = excluded.written_at
            )
            """;

    /** An item that was written before the clock was set back is due. */
    private static final String EARLIER_DUE = """
            case when work.due_at is not null
                      and work.written_at > clock_timestamp() + make_interval(secs => :tolerance)
                 then clock_timestamp() else least(work.due_at, excluded.due_at) end""";

    /** Keeps the row, so that its claims are counted on. */
    private static final String SUSPEND = """
            @suspended as (
                update nico.work set due_at = null, claimed_until = null, cause = null
                where kind = :kind and site_id = :site and key = :key
            )
            """;

    /**
     * Makes the checks of the workflows of open tasks due, in the order of their keys; a result of a check under way is
     * rejected. An item that has been due for some time keeps its place.
     */
    private static final String DOUBT = """
            insert into nico.work (kind, site_id, key, lane, due_at, written_at)
            select distinct 'CHECK_WORKFLOW', t.site_id, t.id, 'CHECK', clock_timestamp(), clock_timestamp()
            from <attempts> join nico.task t on t.id = l.task_id
            where t.finished_at is null<condition>
            order by 2, 3
            on conflict (kind, site_id, key) do update
            set due_at = least(work.due_at, excluded.due_at), claimed_until = null, cause = null,
                written_at = excluded.written_at
            """;

    private static final String REMOVE =
            "@removed as (delete from nico.work where kind = :kind and site_id = :site and key = :key)";

    /** Matches the newest claim only, and only until it expires; an item that was postponed has none. */
    private static final String HELD = """
            where kind = :kind and site_id = :site and key = :key and claim_number = :claimNumber
              and claimed_until > clock_timestamp()
            returning key
            """;

    private static final String COMPLETE = "@completed as (delete from nico.work " + HELD + ")";

    private static final String POSTPONE = """
            @postponed as (
                update nico.work
                set due_at = clock_timestamp() + make_interval(secs => :delay), claimed_until = null, cause = :cause,
                    written_at = clock_timestamp()
            """ + HELD + ")";

    private WorkRow() {}

    /**
     * Returns the statement that makes the checks of attempts due.
     *
     * @param attempts a table {@code l} with the ids of their tasks
     * @param condition a further condition on their tasks {@code t}, or empty
     */
    static String doubt(String attempts, String condition) {
        return DOUBT.replace("<attempts>", attempts).replace("<condition>", condition);
    }

    /** Adds an item that is due after the delay, if the condition holds. */
    static void put(
            CombinedStatement statement, SiteId site, Kind kind, UUID key, Delivery delivery, String condition) {
        String sql = PUT.replace("<condition>", condition).replace("<due>", "excluded.due_at");
        add(statement, sql, site, kind, key, delivery);
    }

    /** Schedules the check of a workflow that was started, unless it is due earlier or an attempt of the task acts. */
    static void putFirstCheck(CombinedStatement statement, SiteId site, TaskId task) {
        String sql = PUT.replace("<condition>", IF_OPEN_WITHOUT_ATTEMPT).replace("<due>", EARLIER_DUE);
        Delivery delivery = new Delivery(WorkflowStarted.GATE_TIMEOUT, false);
        add(statement, sql, site, Kind.CHECK_WORKFLOW, task.value(), delivery)
                .bind("tolerance", Columns.seconds(ClockStep.TOLERANCE));
    }

    @CanIgnoreReturnValue
    private static Part add(
            CombinedStatement statement, String sql, SiteId site, Kind kind, UUID key, Delivery delivery) {
        return bind(statement.add(sql), site, kind, key)
                .bind("lane", kind.lane().name())
                .bind("delay", Columns.seconds(delivery.delay()))
                .bind("claimed", delivery.claimed())
                .bind("claim", Columns.seconds(WorkQueue.CLAIM));
    }

    /** Schedules the only check of a task's workflow, or suspends it if the delay is null. */
    static void schedule(CombinedStatement statement, SiteId site, TaskId task, @Nullable Duration delay) {
        if (delay == null) {
            bind(statement.add(SUSPEND), site, Kind.CHECK_WORKFLOW, task.value());
        } else {
            put(statement, site, Kind.CHECK_WORKFLOW, task.value(), new Delivery(delay, false), ALWAYS);
        }
    }

    /** Removes an item, whether it is claimed or not. */
    static void remove(CombinedStatement statement, SiteId site, Kind kind, UUID key) {
        bind(statement.add(REMOVE), site, kind, key);
    }

    /** Removes an item under its claim, which guards the statement. */
    static void complete(CombinedStatement statement, WorkItem item) {
        held(statement, COMPLETE, item);
    }

    /** Releases the claim of an item, which guards the statement; without a delay the item is not due again by itself. */
    @CanIgnoreReturnValue
    static Part postpone(CombinedStatement statement, WorkItem item, @Nullable Duration delay, @Nullable String cause) {
        return held(statement, POSTPONE, item)
                .bind("delay", delay == null ? null : Columns.seconds(delay))
                .bind("cause", cause);
    }

    @CanIgnoreReturnValue
    private static Part held(CombinedStatement statement, String sql, WorkItem item) {
        return bind(statement.add(sql), item.site(), item.kind(), item.key())
                .bind("claimNumber", item.claimNumber())
                .orElseThrow(() -> new LeaseExpired("Another process may hold " + item));
    }

    @CanIgnoreReturnValue
    private static Part bind(Part part, SiteId site, Kind kind, UUID key) {
        return part.bind("kind", kind.name()).bind("site", site.value()).bind("key", key);
    }

    /** Maps a row that was claimed; null if there is no item in it. */
    static @Nullable WorkItem readOrNull(ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        return kind == null ? null : read(Kind.valueOf(kind), row);
    }

    private static WorkItem read(Kind kind, ResultSet row) throws SQLException {
        return new WorkItem(
                kind, Columns.uuid(row, "key"), new SiteId(Columns.uuid(row, "site_id")), row.getLong("claim_number"));
    }
}
