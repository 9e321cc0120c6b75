package io.nicotask.adapter.persistence;

import io.nicotask.application.port.TaskQueries.Reports;

/**
 * The statement that reads a page and the total, both from one snapshot.
 *
 * <p>The total is the stored count plus the changes that are not counted yet. The statement does not read all tasks
 * before the page: it skips superblocks by their counts, then blocks, and then the tasks of one block. Changes that are
 * not counted yet count at their position in the list.
 */
final class PageSql {

    /** Looks history numbers up one by one: only in this form does the planner know how few they are. */
    private static final String COUNTS = """
            with uncounted as materialized (
                select created_at, id, (h.version = 1)::int as total,
                       (h.version = 1)::int - (finished_at is not null and h.version = task.version)::int as open
                from {tasks} join nico.task_history h on h.task_id = id
                where {condition} and h.number = any (array(
                    select generate_series(up_to + 1, coalesce(pg_sequence_last_value('nico.task_history_number'), 0))
                    from nico.task_list_counter))
            ), list as materialized (
                select coalesce(l.{count}, 0) + (select coalesce(sum({count}), 0) from uncounted) as total
                from nico.site s left join nico.task_list l
                    on l.site_id = s.id and l.list_kind = '{kind}' and l.list_id = :listId
                where s.id = :site and s.provider_id = :provider
            ), target as materialized (
                select :offset - (select coalesce(sum(total), 0) from uncounted) as position
                from list where :offset < total
            ), superblock as materialized (
                select created_at, id, running_total - {count} as passed
                from (select created_at, id, {count},
                             sum({count}) over (order by created_at desc, id desc) as running_total
                      from nico.task_list_block
                      where site_id = :site and list_kind = '{kind}' and list_id = :listId and superblock
                        and exists (select from target)) counted
                where running_total > (select position from target)
                limit 1
            ), block as materialized (
                select created_at, id, running_total - {count} as passed
                from (select created_at, id, {count}, coalesce((select passed from superblock), 0)
                                 + sum({count}) over (order by created_at desc, id desc) as running_total
                      from nico.task_list_block
                      where site_id = :site and list_kind = '{kind}' and list_id = :listId and not superblock
                        and (created_at, id) <= (
                            coalesce((select created_at from superblock), 'infinity'),
                            coalesce((select id from superblock), 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
                        and exists (select from target)) counted
                where running_total > (select position from target)
                limit 1
            ),\s""";

    private static final String PAGE = """
            first as materialized (
                select created_at, id from {found}
                where {condition}{open}
                  and (created_at, id) <= (coalesce((select created_at from block), 'infinity'),
                                           coalesce((select id from block), 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
                  and exists (select from target)
                order by created_at desc, id desc
                offset :offset - coalesce((select passed from block), 0)
                       - (select coalesce(sum({count}), 0) from uncounted
                          where (created_at, id) > ((select created_at from block), (select id from block)))
                limit 1
            )
            select list.total, page.*
            from list left join (
                select {columns} from nico.task
                where id = any (array(
                    select id from {found}
                    where {condition}{open}
                      and (created_at, id) <= ((select created_at from first), (select id from first))
                    order by created_at desc, id desc
                    limit greatest(least(:size, (select total from list) - :offset), 0)))) page on true
            order by page.created_at desc, page.id desc
            """;

    private PageSql() {}

    static String of(ListSql list, boolean activeOnly, Reports reports) {
        return list.fill((COUNTS + PAGE)
                .replace("{found}", activeOnly ? "{tasks}" : "{positions}")
                .replace("{count}", activeOnly ? "open" : "total")
                .replace("{open}", activeOnly ? " and finished_at is null" : "")
                .replace("{columns}", TaskRow.columns(reports)));
    }
}
