package io.nicotask.adapter.persistence;

import io.nicotask.application.port.RackLeases;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.FencingToken;
import io.nicotask.domain.value.TaskId;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Uses the database's clock: {@code clock_timestamp()} advances within a transaction, {@code now()} does not.
 *
 * <p>Each renewal is committed durably: if a crash of the database could undo it, the attempt would act under a lease
 * that only it knows.
 */
final class JdbiRackLeases implements RackLeases {

    private static final String NEXT = """
            select nextval('rack_lease_number_seq') as number, g.fencing_token
            from rack_reservation g join site s on s.id = g.site_id
            where g.task_id = :task and g.released_at is null and s.id = :site and s.provider_id = :provider
            """;

    /** The caller has locked the task, so the later of two concurrent calls sees the lease of the earlier one. */
    private static final String ACQUIRE = """
            with held as (
                select g.task_id from rack_reservation g join site s on s.id = g.site_id
                where g.task_id = :task and g.released_at is null and s.id = :site and s.provider_id = :provider
            ), former as (
                update rack_lease l set renewable = false from held where l.task_id = held.task_id and l.work = :work
            )
            insert into rack_lease (number, task_id, work, until) overriding system value
            select :number, task_id, :work, clock_timestamp() + make_interval(secs => :limit) from held
            """;

    /** Reads the task without a lock: a heartbeat never waits for a decision; the next heartbeat sees its result. */
    private static final String RENEW = """
            update rack_lease l set until = clock_timestamp() + make_interval(secs => :limit)
            from task t
            where l.number = :number and l.until > clock_timestamp() and l.renewable and t.id = l.task_id
            returning t.status = :running as running
            """;

    private static final String RELEASE = "delete from rack_lease where number = :number";

    private final JdbiTransactions transactions;

    JdbiRackLeases(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<Lease> nextLease(TaskScope scope, TaskId task) {
        return transactions.read(handle -> Columns.bindScope(handle.createQuery(NEXT), scope)
                .bind("task", task.value())
                .map((row, context) ->
                        new Lease(task, row.getLong("number"), new FencingToken(row.getLong("fencing_token"))))
                .findOne());
    }

    @Override
    public void acquireLease(TaskScope scope, Lease lease, String work) {
        int acquired = transactions.write(handle -> bindLease(lease, handle.createUpdate(ACQUIRE))
                .bind("site", scope.site().value())
                .bind("provider", scope.provider().value())
                .bind("task", lease.task().value())
                .bind("work", work)
                .bind("limit", Columns.seconds(DURATION))
                .execute());
        if (acquired == 0) {
            throw new IllegalStateException("Task " + lease.task() + " holds no rack of " + scope);
        }
    }

    @Override
    public Renewal renew(Lease lease) {
        return transactions
                .write(handle -> bindLease(lease, handle.createQuery(RENEW))
                        .bind("limit", Columns.seconds(DURATION))
                        .bind("running", TaskStatus.RUNNING.label())
                        .mapTo(Boolean.class)
                        .findOne())
                .map(running -> running ? Renewal.RENEWED : Renewal.TASK_ENDED)
                .orElse(Renewal.EXPIRED);
    }

    @Override
    public void releaseLease(Lease lease) {
        transactions.write(
                handle -> bindLease(lease, handle.createUpdate(RELEASE)).execute());
    }

    private static <S extends SqlStatement<S>> S bindLease(Lease lease, S statement) {
        return statement.bind("number", lease.number());
    }
}
