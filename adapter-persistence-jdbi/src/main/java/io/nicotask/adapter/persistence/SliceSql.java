package io.nicotask.adapter.persistence;

import io.nicotask.application.port.TaskQueries.Reports;

/**
 * The statement that reads a slice. It examines a bounded number of tasks, so that a slice with a selective filter
 * takes no longer than one without.
 */
final class SliceSql {

    private static final String REMAINING = """
            {condition} and (created_at, id) < (coalesce(cast(:created as timestamptz), 'infinity'),
                                                coalesce(cast(:id as uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
              and created_at >= coalesce(cast(:from as timestamptz), '-infinity')
              and exists (select from nico.site where site.id = :site and provider_id = :provider)
            """;

    /**
     * The horizon is the last task that is examined; without one, all remaining tasks are. A slice without tasks has
     * one row. {@code offset 0} keeps the planner from joining all tasks: they are read one by one until enough match.
     */
    private static final String SLICE = """
            with horizon as materialized (
                select created_at, id from {positions}
                where\s""" + REMAINING + """
                order by created_at desc, id desc
                offset :maxExamined - 1 limit 1
            )
            select horizon.created_at as horizon_created, horizon.id as horizon_id, page.*
            from (values (1)) one left join horizon on true left join (
                select {columns}
                from (select created_at as listed_at, id as listed_id from {positions}
                      where\s""" + REMAINING + """
                        and (created_at, id) >= (coalesce((select created_at from horizon), '-infinity'),
                                                 coalesce((select id from horizon),
                                                          '00000000-0000-0000-0000-000000000000'))) listed
                     cross join lateral (select * from nico.task where id = listed_id offset 0) task
                where status = any (:statuses) and operation = any (:operations)
                order by listed_at desc, listed_id desc
                limit :limit) page on true
            order by page.created_at desc, page.id desc
            """;

    private SliceSql() {}

    static String of(ListSql list, Reports reports) {
        return list.fill(SLICE.replace("{columns}", TaskRow.columns(reports)));
    }
}
