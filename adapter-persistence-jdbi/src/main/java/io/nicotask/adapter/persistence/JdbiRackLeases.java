package io.nicotask.adapter.persistence;

import io.nicotask.application.port.RackLeases;
import io.nicotask.domain.task.TaskStatus;

/**
 * Uses the database's clock: {@code clock_timestamp()} advances within a transaction, {@code now()} does not.
 *
 * <p>Each renewal is committed durably: if a crash of the database could undo it, the attempt would act under a lease
 * that only it knows.
 */
final class JdbiRackLeases implements RackLeases {

    /** Reads the task without a lock: a heartbeat never waits for a decision; the next heartbeat sees its result. */
    private static final String RENEW = """
            update rack_lease l set until = clock_timestamp() + make_interval(secs => :limit)
            from task t
            where l.number = :number and l.until > clock_timestamp() and l.renewable and t.id = l.task_id
            returning t.status = :running as running
            """;

    private final JdbiTransactions transactions;

    JdbiRackLeases(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Renewal renew(Lease lease) {
        return transactions
                .write(handle -> handle.createQuery(RENEW)
                        .bind("number", lease.number())
                        .bind("limit", Columns.seconds(DURATION))
                        .bind("running", TaskStatus.RUNNING.label())
                        .mapTo(Boolean.class)
                        .findOne())
                .map(running -> running ? Renewal.RENEWED : Renewal.TASK_ENDED)
                .orElse(Renewal.EXPIRED);
    }
}
