package io.nicotask.adapter.persistence;

import io.nicotask.application.port.StopDelivery;
import io.nicotask.application.port.UnconfirmedStop;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.TextConstraints;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/** Uses the database's clock: {@code clock_timestamp()} advances within a transaction, {@code now()} does not. */
final class JdbiWorkflowOutbox implements WorkflowOutbox {

    /** A task whose start is requested has no step. */
    private static final String ENQUEUE = """
            insert into workflow_outbox (task_id, kind, site_id, requested_at, due_at, last_command_begun_at)
            select t.id, :kind, s.id, clock_timestamp(), clock_timestamp() + make_interval(secs => :delay),
                   (select max(begun_at) from unfinished_step u where u.task_id = t.id)
            from task t join site s on s.id = t.site_id
            where t.id = :task and s.id = :site and s.provider_id = :provider
            on conflict (task_id, kind) do nothing
            """;

    /** Also makes the steps of the ended task due for observation. */
    private static final String ENQUEUE_STOP = """
            with due as (
                update unfinished_step u set next_check_at = clock_timestamp(), known_at = clock_timestamp()
                from site s
                where u.task_id = :task and u.next_check_at is null
                  and s.id = u.site_id and s.id = :site and s.provider_id = :provider
            )
            """ + ENQUEUE;

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

    private static final String CLAIM_DUE = CLAIM.replace("<condition>", "r.due_at <= statement_timestamp()");
    private static final String CLAIM_DUE_EXCLUDING = CLAIM.replace("<condition>", """
            r.due_at <= statement_timestamp()
            and (r.site_id <> all(:excluded)
                 or (r.kind = 'START'
                     and r.requested_at < statement_timestamp() - make_interval(secs => :startsWithin)))
            """);

    private static final String CLAIM_DUE_AT =
            CLAIM.replace("<condition>", "r.due_at <= statement_timestamp() and r.site_id = :site");

    private static final String CLAIM_OF_TASK = CLAIM.replace("<condition>", "r.task_id = :task");

    /** Matches the newest claim only, and only until its lease ends; a completed or postponed entry has no lease. */
    private static final String HELD = """
            where task_id = :task and kind = :kind and claim_number = :claimNumber and lease_until > clock_timestamp()
            """;

    private static final String COMPLETE = """
            update workflow_outbox
            set done_at = clock_timestamp(), lease_until = null, last_cause = null, namespace = :namespace,
                draining = kind = 'STOP'
                           and (exists (select from unfinished_step u where u.task_id = workflow_outbox.task_id)
                                or exists (select from rack_lease l
                                           where l.task_id = workflow_outbox.task_id
                                             and l.until > clock_timestamp()))
            """ + HELD;

    private static final String POSTPONE = """
            update workflow_outbox
            set due_at = clock_timestamp() + make_interval(secs => :delay), lease_until = null, last_cause = :cause
            """ + HELD;

    private static final String STOP_IS_DUE = """
            update workflow_outbox set due_at = least(due_at, clock_timestamp())
            where task_id = :task and kind = 'STOP' and done_at is null
            """;

    private static final String NAMESPACE = """
            select namespace from workflow_outbox
            where task_id = :task and kind = 'START' and namespace is not null
            """;

    /** Keeps the time of the first resolution, and ends the task's steps. */
    private static final String RESOLVE = """
            with stop as (
                update workflow_outbox r set resolved_at = coalesce(r.resolved_at, clock_timestamp())
                from site s
                where r.task_id = :task and r.kind = 'STOP'
                  and s.id = r.site_id and s.id = :site and s.provider_id = :provider
                returning r.task_id
            )
            delete from unfinished_step u using stop where u.task_id = stop.task_id
            """;

    private static final String START_MONITORING = """
            insert into workflow_monitor (task_id, site_id, namespace, due_at)
            values (:task, :site, :namespace, clock_timestamp())
            """;

    private final JdbiTransactions transactions;
    private final Duration attentionAfter;

    /** Reports an unconfirmed stop as needing attention after {@code attentionAfter}. */
    JdbiWorkflowOutbox(JdbiTransactions transactions, Duration attentionAfter) {
        this.transactions = transactions;
        this.attentionAfter = attentionAfter;
    }

    @Override
    public void enqueueStart(TaskScope scope, TaskId task) {
        enqueue(ENQUEUE, scope, task, Kind.START, Duration.ZERO);
    }

    @Override
    public void enqueueStop(TaskScope scope, TaskId task, Duration delay) {
        enqueue(ENQUEUE_STOP, scope, task, Kind.STOP, delay);
    }

    private void enqueue(String sql, TaskScope scope, TaskId task, Kind kind, Duration delay) {
        transactions.write(handle -> Columns.bindScope(handle.createUpdate(sql), scope)
                .bind("task", task.value())
                .bind("kind", kind.name())
                .bind("delay", Columns.seconds(delay))
                .execute());
    }

    @Override
    public Optional<StopDelivery> stopOf(TaskScope scope, TaskId task) {
        return transactions.read(handle -> Columns.bindScope(handle.createQuery(StopRow.FIND), scope)
                .bind("task", task.value())
                .map((row, context) -> StopRow.readDelivery(row, attentionAfter))
                .findOne());
    }

    @Override
    public List<Claim> claimDue(int limit, Duration lease) {
        return transactions.write(handle -> claimRows(handle.createQuery(CLAIM_DUE), limit, lease));
    }

    @Override
    public List<Claim> claimDueExcluding(int limit, Duration lease, Set<SiteId> excluded, Duration startsWithin) {
        UUID[] sites = excluded.stream().map(SiteId::value).toArray(UUID[]::new);
        return transactions.write(handle -> claimRows(
                handle.createQuery(CLAIM_DUE_EXCLUDING)
                        .bind("excluded", sites)
                        .bind("startsWithin", Columns.seconds(startsWithin)),
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
                .map(OutboxRow::readClaim)
                .list();
    }

    @Override
    public boolean complete(Claim claim, DeliveryOutcome deliveryOutcome) {
        return transactions.write(handle -> {
            String namespace =
                    deliveryOutcome instanceof DeliveryOutcome.Delivered delivered ? delivered.namespace() : null;
            boolean held = bindClaim(handle.createUpdate(COMPLETE), claim)
                            .bind("namespace", namespace)
                            .execute()
                    == 1;
            if (held && claim.kind() == Kind.START) {
                handle.createUpdate(STOP_IS_DUE)
                        .bind("task", claim.task().value())
                        .execute();
            }
            if (held && namespace != null) {
                startMonitoring(handle, claim, namespace);
            }
            return held;
        });
    }

    private static void startMonitoring(Handle handle, Claim claim, String namespace) {
        handle.createUpdate(START_MONITORING)
                .bind("task", claim.task().value())
                .bind("site", claim.site().value())
                .bind("namespace", namespace)
                .execute();
    }

    @Override
    public boolean postpone(Claim claim, Duration delay, String cause) {
        return transactions.write(handle -> bindClaim(handle.createUpdate(POSTPONE), claim)
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
    public void resolveStop(TaskScope scope, TaskId task) {
        transactions.write(handle -> Columns.bindScope(handle.createUpdate(RESOLVE), scope)
                .bind("task", task.value())
                .execute());
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

    private static <S extends SqlStatement<S>> S bindClaim(S statement, Claim claim) {
        return statement
                .bind("task", claim.task().value())
                .bind("kind", claim.kind().name())
                .bind("claimNumber", claim.claimNumber());
    }
}
