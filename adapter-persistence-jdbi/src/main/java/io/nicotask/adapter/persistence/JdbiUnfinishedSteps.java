package io.nicotask.adapter.persistence;

import io.nicotask.application.port.UnfinishedSteps;
import io.nicotask.application.port.UnfinishedSteps.Observation;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.UnfinishedSteps.UnfinishedStep;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.InterruptPolicy;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.FencingToken;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.TextConstraints;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/** Deletes the row of a step that has ended. Uses the database's clock for limits and due times. */
final class JdbiUnfinishedSteps implements UnfinishedSteps {

    private static final String FIND = """
            select u.task_id, u.stage, u.component_type, u.site_id, u.interrupt_policy, u.fencing_token,
                   extract(epoch from clock_timestamp() - u.known_at) as unknown_for
            from unfinished_step u join site s on s.id = u.site_id
            where u.task_id = :task and s.id = :site and s.provider_id = :provider
            order by u.stage, u.component_type
            """;

    /** Skips rows that other transactions have locked, so that no observer waits. */
    private static final String CLAIM_DUE = """
            with due as materialized (
                select task_id, stage, component_type, next_check_at from unfinished_step
                where next_check_at <= statement_timestamp() and site_id = any(:sites)
                order by next_check_at limit :limit
                for update skip locked
            ), claimed as (
                update unfinished_step u set next_check_at = clock_timestamp() + make_interval(secs => :delay)
                from due
                where u.task_id = due.task_id and u.stage = due.stage and u.component_type = due.component_type
                returning u.*, due.next_check_at as due_at
            )
            select task_id, stage, component_type, site_id, interrupt_policy, fencing_token,
                   extract(epoch from clock_timestamp() - known_at) as unknown_for
            from claimed order by due_at
            """;

    private static final String RECORD_OBSERVATION = """
            update unfinished_step u
            set known_at = case when :known then clock_timestamp() else u.known_at end,
                next_check_at = clock_timestamp() + make_interval(secs => :delay),
                unknown = jsonb_object(cast(:components as text[]), cast(:reasons as text[])),
                last_cause = :cause
            from site s
            where u.task_id = :task and u.stage = :stage and u.component_type = :type
              and s.id = u.site_id and s.id = :site and s.provider_id = :provider
            """;

    private final JdbiTransactions transactions;

    JdbiUnfinishedSteps(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<UnfinishedStep> find(TaskScope scope, TaskId task) {
        return transactions.read(handle -> Columns.bindScope(handle.createQuery(FIND), scope)
                .bind("task", task.value())
                .map(JdbiUnfinishedSteps::read)
                .list());
    }

    @Override
    public List<UnfinishedStep> claimDue(Set<SiteId> sites, int limit, Duration delay) {
        UUID[] ids = sites.stream().map(SiteId::value).toArray(UUID[]::new);
        return transactions.write(handle -> handle.createQuery(CLAIM_DUE)
                .bind("sites", ids)
                .bind("limit", limit)
                .bind("delay", Columns.seconds(delay))
                .map(JdbiUnfinishedSteps::read)
                .list());
    }

    @Override
    public void recordObservation(TaskScope scope, StepKey step, Observation observation, Duration nextCheck) {
        List<Map.Entry<ComponentId, String>> unknown =
                List.copyOf(observation.unknown().entrySet());
        String[] components =
                unknown.stream().map(entry -> entry.getKey().toString()).toArray(String[]::new);
        String[] reasons = unknown.stream()
                .map(entry -> TextConstraints.errorLine(entry.getValue()))
                .toArray(String[]::new);
        transactions.write(handle -> Columns.bindScope(handle.createUpdate(RECORD_OBSERVATION), scope)
                .bind("task", step.task().value())
                .bind("stage", step.stage())
                .bind("type", step.type().label())
                .bind("known", observation.isKnown())
                .bind("delay", Columns.seconds(nextCheck))
                .bind("components", components)
                .bind("reasons", reasons)
                .bind("cause", observation.cause() == null ? null : TextConstraints.errorLine(observation.cause()))
                .execute());
    }

    private static UnfinishedStep read(ResultSet row, StatementContext context) throws SQLException {
        return new UnfinishedStep(
                new SiteId(Columns.uuid(row, "site_id")),
                new StepKey(
                        new TaskId(Columns.uuid(row, "task_id")),
                        row.getInt("stage"),
                        ComponentType.ofLabel(row.getString("component_type")).orElseThrow()),
                InterruptPolicy.valueOf(row.getString("interrupt_policy")),
                new FencingToken(row.getLong("fencing_token")),
                Duration.ofMillis((long) (row.getDouble("unknown_for") * 1_000)));
    }
}
