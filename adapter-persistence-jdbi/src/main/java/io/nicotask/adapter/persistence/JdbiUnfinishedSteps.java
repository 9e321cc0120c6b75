package io.nicotask.adapter.persistence;

import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.UnfinishedSteps;
import io.nicotask.application.port.UnfinishedSteps.Observation;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.UnfinishedSteps.UnfinishedStep;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.TextConstraints;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.StatementContext;

final class JdbiUnfinishedSteps implements UnfinishedSteps {

    private static final String FIND = """
            select u.task_id, u.stage, u.component_type, u.site_id, u.interrupt_policy, u.fencing_token,
                   extract(epoch from clock_timestamp() - u.known_at) as unknown_for
            from nico.unfinished_step u join nico.site s on s.id = u.site_id
            where u.task_id = :task and s.id = :site and s.provider_id = :provider
            order by u.stage, u.component_type
            """;

    private static final String RECORD_OBSERVATION = """
            with observed as (
                update nico.unfinished_step u
                set known_at = case when :known then clock_timestamp() else least(u.known_at, clock_timestamp()) end,
                    deadline_at = <deadline>,
                    unknown = jsonb_object(cast(:components as text[]), cast(:reasons as text[])),
                    last_cause = :cause
                from nico.site s
                where u.task_id = :task and u.stage = :stage and u.component_type = :type
                  and s.id = u.site_id and s.id = :site and s.provider_id = :provider
                returning u.task_id
            )
            update nico.work set due_at = clock_timestamp()
            from observed
            where kind = 'ALERT_STOP' and site_id = :site and key = observed.task_id
              and due_at > clock_timestamp() and cardinality(cast(:components as text[])) > 0
            """.replace("<deadline>", DecisionSql.DEADLINE_OF_STEP);

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
    public void recordObservation(TaskScope scope, StepKey step, Observation observation) {
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
