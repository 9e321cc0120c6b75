package io.nicotask.adapter.persistence;

import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.domain.task.TaskStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Uses the database's clock: {@code clock_timestamp()} advances within a transaction, {@code now()} does not.
 *
 * <p>Each renewal is committed durably: if a crash of the database could undo it, the attempts would act under a lease
 * that only their process knows.
 */
final class JdbiRackLeases implements RackLeases {

    /** Also deletes leases of processes without attempts, whose expiry nothing else waits for. */
    private static final String OPEN = """
            with unused as (
                delete from nico.process_lease p
                where until < clock_timestamp() - make_interval(secs => 12 * :limit)
                  and not exists (select from nico.rack_lease l where l.process_id = p.process_id)
            )
            insert into nico.process_lease (process_id, until)
            values (:process, clock_timestamp() + make_interval(secs => :limit))
            on conflict (process_id) do nothing
            """;

    /** Reads the tasks without a lock: a renewal never waits for a decision; the next renewal sees its result. */
    private static final String RENEW = """
            with renewed as (
                update nico.process_lease set until = clock_timestamp() + make_interval(secs => :limit)
                where process_id = :process and until > clock_timestamp()
                returning process_id
            ), put_off as (
                update nico.work w set due_at = clock_timestamp() + make_interval(secs => :limit)
                from renewed where w.kind = :kind and w.key = renewed.process_id
            )<doubted>
            select l.number, l.status = :running as running
            from renewed left join (
                select l.process_id, l.number, t.status from nico.rack_lease l join nico.task t on t.id = l.task_id
                where not l.superseded
            ) l on l.process_id = renewed.process_id
            """;

    private static final String DOUBTED = ", doubted as (\n"
            + WorkRow.doubt(
                    "renewed join nico.rack_lease l on l.process_id = renewed.process_id and l.number = any(:unanswered)",
                    "")
            + ")";

    /**
     * Waits for attempts that are just acquiring a lease, and for a renewal that is not committed yet. When the clock was
     * set back, the lease may have been renewed just before: it gets its whole duration once more.
     */
    private static final String END = """
            with ended as (
                delete from nico.process_lease where process_id = :process and until <= clock_timestamp()
                returning process_id
            ), shortened as (
                update nico.process_lease set until = clock_timestamp() + make_interval(secs => :limit)
                where process_id = :process and until > clock_timestamp() + make_interval(secs => :limit)
            )
            select exists (
                select from nico.process_lease p where p.process_id = :process and p.process_id not in (table ended))
            """;

    private static final String DOUBT_ALL = "@doubted as ("
            + WorkRow.doubt(
                    "(select task_id from nico.rack_lease where process_id = :process) l", " and t.site_id = :site")
            + ")";

    private final JdbiTransactions transactions;

    JdbiRackLeases(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void open(ProcessId process) {
        int unused = transactions.write(handle -> handle.createUpdate(OPEN)
                .bind("process", process.value())
                .bind("limit", Columns.seconds(DURATION))
                .execute());
    }

    @Override
    public Renewal renew(ProcessId process, Set<Long> unanswered) {
        List<Attempt> attempts = transactions.write(handle -> {
            var renewal = handle.createQuery(RENEW.replace("<doubted>", unanswered.isEmpty() ? "" : DOUBTED))
                    .bind("process", process.value())
                    .bind("limit", Columns.seconds(DURATION))
                    .bind("kind", Kind.CHECK_PROCESS.name())
                    .bind("running", TaskStatus.RUNNING.label());
            if (!unanswered.isEmpty()) {
                renewal.bindArray("unanswered", Long.class, List.copyOf(unanswered));
            }
            return renewal.map(Attempt::read).list();
        });
        return attempts.isEmpty() ? new Renewal.Expired() : renewed(attempts);
    }

    private static Renewal renewed(List<Attempt> attempts) {
        Set<Long> acting = new HashSet<>();
        Set<Long> ended = new HashSet<>();
        attempts.stream()
                .filter(attempt -> attempt.number() != 0)
                .forEach(attempt -> (attempt.running() ? acting : ended).add(attempt.number()));
        return new Renewal.Renewed(acting, ended);
    }

    /** The lease is ended by a statement before the one that reads its attempts. */
    @Override
    public boolean expire(WorkItem item) {
        return transactions.write(handle -> {
            if (isValid(handle, item)) {
                return false;
            }
            CombinedStatement statement = new CombinedStatement();
            WorkRow.complete(statement, item);
            statement
                    .add(DOUBT_ALL)
                    .bind("process", item.process().value())
                    .bind("site", item.site().value());
            statement.execute(handle);
            return true;
        });
    }

    private static boolean isValid(Handle handle, WorkItem item) {
        return handle.createQuery(END)
                .bind("process", item.process().value())
                .bind("limit", Columns.seconds(DURATION))
                .mapTo(Boolean.class)
                .one();
    }

    /** The lease of an attempt; the number 0 stands for none. */
    private record Attempt(long number, boolean running) {

        static Attempt read(ResultSet row, StatementContext context) throws SQLException {
            return new Attempt(row.getLong("number"), row.getBoolean("running"));
        }
    }
}
