package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.CombinedStatement.Part;
import io.nicotask.application.port.LeaseExpired;
import io.nicotask.application.port.UnconfirmedStop;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.TextConstraints;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** Uses the database's clock: {@code clock_timestamp()} advances within a transaction, {@code now()} does not. */
final class JdbiWorkflowOutbox implements WorkflowOutbox {

    /** Skips rows that other transactions have locked, so that no relay waits. */
    private static final String CLAIM = """
            with free as materialized (
                select r.task_id, r.kind from workflow_outbox r
                where r.done_at is null
                  and (r.lease_until is null or r.lease_until <= statement_timestamp())
                  and (r.kind = 'START' or not exists (
                          select from workflow_outbox s
                          where s.task_id = r.task_id and s.kind = 'START' and s.done_at is null))
                  and <condition>
                order by r.due_at limit :limit
                for update of r skip locked
            ), claimed as (
                update workflow_outbox r
                set lease_until = clock_timestamp() + make_interval(secs => :lease), claim_number = r.claim_number + 1
                from free where r.task_id = free.task_id and r.kind = free.kind
                returning r.*
            )
            select task_id, site_id, kind, claim_number, extract(epoch from clock_timestamp() - requested_at) as age
            from claimed order by due_at
            """;

    private static final String CLAIM_DUE = CLAIM.replace("<condition>", """
            r.due_at <= statement_timestamp()
            and (r.site_id <> all(:excluded)
                 or (r.kind = 'START'
                     and r.requested_at < statement_timestamp() - make_interval(secs => :startTimeout)))
            """);

    private static final String CLAIM_DUE_AT =
            CLAIM.replace("<condition>", "r.due_at <= statement_timestamp() and r.site_id = :site");

    private static final String CLAIM_OF_TASK = CLAIM.replace("<condition>", "r.task_id = :task");

    /** Matches the newest claim only, and only until its lease ends; a completed or postponed entry has no lease. */
    private static final String HELD = """
            where task_id = :task and kind = :kind and claim_number = :claimNumber and lease_until > clock_timestamp()
            """;

    private static final String COMPLETE = """
            @completed as (
                update workflow_outbox o
                set done_at = clock_timestamp(), lease_until = null, last_cause = null, namespace = :namespace,
                    acts_until = case when :actsFor > 0 then clock_timestamp() + make_interval(secs => :actsFor) end,
                    draining = o.kind = 'STOP' and not :released and exists (
                        select from rack_reservation g where g.task_id = o.task_id and g.released_at is null)
            """ + HELD + """
                returning task_id
            )
            """;

    private static final String STOP_IS_DUE = """
            @due_stop as (
                update workflow_outbox set due_at = least(due_at, clock_timestamp())
                where task_id = :task and kind = 'STOP' and done_at is null
            )
            """;

    private static final String START_MONITORING = """
            @monitored as (
                insert into workflow_monitor (task_id, site_id, namespace, due_at)
                select task_id, :site, :namespace, clock_timestamp() from <completed>
            )
            """;

    private static final String POSTPONE = """
            update workflow_outbox
            set due_at = clock_timestamp() + make_interval(secs => :delay), lease_until = null, last_cause = :cause
            """ + HELD;

    private static final String NAMESPACE = """
            select namespace from workflow_outbox
            where task_id = :task and kind = 'START' and namespace is not null
            """;

    private static final int NANO_DIGITS = 9;

    private final JdbiTransactions transactions;
    private final Duration attentionAfter;

    /** Reports an unconfirmed stop as needing attention after {@code attentionAfter}. */
    JdbiWorkflowOutbox(JdbiTransactions transactions, Duration attentionAfter) {
        this.transactions = transactions;
        this.attentionAfter = attentionAfter;
    }

    @Override
    public List<Claim> claimDue(int limit, Duration lease) {
        return claimDueExcluding(limit, lease, Set.of(), Duration.ZERO);
    }

    @Override
    public List<Claim> claimDueExcluding(int limit, Duration lease, Set<SiteId> excluded, Duration startTimeout) {
        UUID[] sites = excluded.stream().map(SiteId::value).toArray(UUID[]::new);
        return transactions.write(handle -> claimRows(
                handle.createQuery(CLAIM_DUE)
                        .bind("excluded", sites)
                        .bind("startTimeout", Columns.seconds(startTimeout)),
                limit,
                lease));
    }

    @Override
    public List<Claim> claimDueAt(SiteId site, Duration lease) {
        return transactions.write(
                handle -> claimRows(handle.createQuery(CLAIM_DUE_AT).bind("site", site.value()), 1, lease));
    }

    @Override
    public List<Claim> claim(TaskId task, Duration lease) {
        return transactions.write(handle ->
                claimRows(handle.createQuery(CLAIM_OF_TASK).bind("task", task.value()), Kind.values().length, lease));
    }

    private static List<Claim> claimRows(Query query, int limit, Duration lease) {
        return query.bind("limit", limit)
                .bind("lease", Columns.seconds(lease))
                .map(JdbiWorkflowOutbox::readClaim)
                .list();
    }

    private static Claim readClaim(ResultSet row, StatementContext context) throws SQLException {
        return new Claim(
                new TaskId(Columns.uuid(row, "task_id")),
                new SiteId(Columns.uuid(row, "site_id")),
                Kind.valueOf(row.getString("kind")),
                row.getLong("claim_number"),
                Duration.ofNanos(
                        row.getBigDecimal("age").movePointRight(NANO_DIGITS).longValue()));
    }

    @Override
    public boolean complete(Claim claim, DeliveryOutcome deliveryOutcome) {
        CombinedStatement statement = new CombinedStatement();
        complete(statement, claim, deliveryOutcome, false);
        return transactions.writeIfClaimed(statement);
    }

    /**
     * Adds the completion of an entry to a statement, which is guarded by the claim.
     *
     * @param isReleased whether the statement also releases the task's rack
     */
    static void complete(
            CombinedStatement statement, Claim claim, DeliveryOutcome deliveryOutcome, boolean isReleased) {
        String namespace =
                deliveryOutcome instanceof DeliveryOutcome.Delivered delivered ? delivered.namespace() : null;
        Duration actsFor =
                deliveryOutcome instanceof DeliveryOutcome.Confirmed confirmed ? confirmed.actsFor() : Duration.ZERO;
        UUID task = claim.task().value();
        Part completed = statement
                .add(COMPLETE)
                .bind("task", task)
                .bind("kind", claim.kind().name())
                .bind("claimNumber", claim.claimNumber())
                .bind("namespace", namespace)
                .bind("released", isReleased)
                .bind("actsFor", Columns.seconds(actsFor))
                .orElseThrow(() -> new LeaseExpired("Another process may hold " + claim));
        if (namespace != null) {
            statement
                    .add(START_MONITORING.replace("<completed>", completed.table()))
                    .bind("site", claim.site().value())
                    .bind("namespace", namespace);
        }
        if (claim.kind() == Kind.START) {
            statement.add(STOP_IS_DUE).bind("task", task);
        }
    }

    @Override
    public boolean postpone(Claim claim, Duration delay, String cause) {
        return transactions.write(handle -> handle.createUpdate(POSTPONE)
                        .bind("task", claim.task().value())
                        .bind("kind", claim.kind().name())
                        .bind("claimNumber", claim.claimNumber())
                        .bind("delay", Columns.seconds(delay))
                        .bind("cause", TextConstraints.errorLine(cause))
                        .execute()
                == 1);
    }

    @Override
    public Optional<String> namespaceOf(TaskId task) {
        return transactions.read(handle -> handle.createQuery(NAMESPACE)
                .bind("task", task.value())
                .mapTo(String.class)
                .findOne());
    }

    @Override
    public List<UnconfirmedStop> claimUnalerted(int limit) {
        return transactions.write(handle -> {
            Query unalerted = handle.createQuery(StopRow.UNALERTED)
                    .bind("limit", limit)
                    .bind("attentionAfter", Columns.seconds(attentionAfter));
            List<UnconfirmedStop> claimed = StopRow.readUnconfirmed(unalerted, attentionAfter).stream()
                    .filter(stop -> stop.stop().status() == StopStatus.NEEDS_ATTENTION)
                    .toList();
            if (!claimed.isEmpty()) {
                UUID[] tasks = claimed.stream().map(stop -> stop.task().value()).toArray(UUID[]::new);
                handle.createUpdate(StopRow.MARK_ALERTED).bind("tasks", tasks).execute();
            }
            return claimed;
        });
    }
}
