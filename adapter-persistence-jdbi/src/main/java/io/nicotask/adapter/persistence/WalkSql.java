package io.nicotask.adapter.persistence;

import io.nicotask.application.port.TaskListing.Filter;
import io.nicotask.application.port.TaskListing.Reports;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.TaskStatus;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The statements that answer with the next tasks of a walk. */
final class WalkSql {

    private static final String WITHIN = """
            {condition} and (created_at, id) < (coalesce(cast(:created as timestamptz), 'infinity'),
                                                coalesce(cast(:id as uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
              and created_at >= coalesce(cast(:from as timestamptz), '-infinity')
              and exists (select from site where site.id = :site and provider_id = :provider)
            """;

    private static final String IN_ORDER = """
            order by created_at desc, id desc
            limit :limit
            """;

    private static final String PLAIN = """
            select {columns} from {tasks}
            where\s""" + WITHIN + IN_ORDER;

    private static final String FILTERED = """
            select {columns} from {tasks}
            where\s""" + WITHIN + """
              and status = any (:statuses) and operation = any (:operations)
            """ + IN_ORDER;

    /**
     * Open tasks are few. Of those that have ended there is an index by their end and operation: the first ones of each
     * combination are enough to choose from.
     */
    private static final String CHOSEN = """
            with open as (
                select created_at, id from task
                where finished_at is null and status = any (:open) and operation = any (:operations)
                  and cardinality(cast(:open as text[])) > 0 and\s""" + WITHIN + IN_ORDER + """
            ), ended as (
                select first.*
                from unnest(cast(:failed as boolean[]), cast(:terminated as boolean[])) ending (failed, terminated)
                cross join unnest(cast(:operations as text[])) code
                cross join lateral (
                    select created_at, id from task
                    where finished_at is not null and operation = code
                      and (error is not null) = failed and (ended_by is not null) = terminated and\s""" + WITHIN + IN_ORDER + """
                ) first
            ), chosen as (
                select id from (select * from open union all select * from ended) both_kinds
            """ + IN_ORDER + """
            )
            select page.*
            from chosen cross join lateral (select {columns} from task where task.id = chosen.id offset 0) page
            order by created_at desc, id desc
            """;

    private WalkSql() {}

    /** The query, in which the scope, the part, the positions and the limit are still to be bound. */
    static Query query(Handle handle, PartSql part, Filter filter, Reports reports) {
        boolean all = filter.statuses().isEmpty() && filter.type() == null;
        String template = all ? PLAIN : part == PartSql.SITE ? CHOSEN : FILTERED;
        Query query = handle.createQuery(part.in(template.replace("{columns}", TaskRow.columns(reports))));
        return all ? query : bind(query, part, filter);
    }

    private static Query bind(Query query, PartSql part, Filter filter) {
        Set<TaskStatus> statuses = filter.statuses().isEmpty() ? EnumSet.allOf(TaskStatus.class) : filter.statuses();
        query.bindArray("operations", String.class, codes(filter.type()));
        return part == PartSql.SITE
                ? bindKinds(query, statuses)
                : query.bindArray("statuses", String.class, labels(statuses.stream()));
    }

    private static Query bindKinds(Query query, Set<TaskStatus> statuses) {
        List<TaskStatus> ended =
                statuses.stream().filter(TaskStatus::isTerminal).toList();
        return query.bindArray("open", String.class, labels(statuses.stream().filter(status -> !status.isTerminal())))
                .bindArray("failed", Boolean.class, flags(ended, TaskStatus.FAILED))
                .bindArray("terminated", Boolean.class, flags(ended, TaskStatus.TERMINATED));
    }

    private static List<String> labels(Stream<TaskStatus> statuses) {
        return statuses.map(TaskStatus::label).toList();
    }

    private static List<Boolean> flags(List<TaskStatus> statuses, TaskStatus wanted) {
        return statuses.stream().map(status -> status == wanted).toList();
    }

    private static List<String> codes(Operation.@Nullable Type type) {
        return Arrays.stream(Operation.values())
                .filter(operation -> type == null || operation.type() == type)
                .map(Operation::code)
                .toList();
    }
}
