package io.nicotask.adapter.persistence;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Divides blocks and superblocks of long lists that have grown too long. The caller holds the counter's lock. */
final class ListBlocks {

    /** The maximum number of blocks that are split off at once. */
    private static final int AT_ONCE = 10;

    private static final String LONGEST = """
            select ctid, site_id, part, part_id from task_stretch
            where chapter = :chapter and total > :limit
            order by total desc limit 1
            """;

    /** Splits blocks off at the old end; the newest block keeps growing. */
    private static final String DIVIDE = """
            with long as materialized (
                select created_at, id, total from task_stretch where ctid = cast(:longest as tid)
            ), before as materialized (
                select created_at, id from task_stretch
                where site_id = :site and part = '{part}' and part_id = :part and chapter = {chapter}
                  and (created_at, id) < ((select created_at from long), (select id from long))
                order by created_at desc, id desc limit 1
            ), {source}, taken as (
                select *, (row_number() over (order by created_at, id) - 1) / {length} as piece
                from (select * from source
                      where (created_at, id) <= ((select created_at from long), (select id from long))
                        and (created_at, id) > (coalesce((select created_at from before), '-infinity'),
                                                coalesce((select id from before), '00000000-0000-0000-0000-000000000000'))
                      order by created_at, id
                      limit {limit}) oldest
            ), piece as (
                insert into task_stretch (site_id, part, part_id, chapter, created_at, id, total, open)
                select :site, '{part}', :part, {chapter},
                       (array_agg(created_at order by created_at desc, id desc))[1],
                       (array_agg(id order by created_at desc, id desc))[1], sum(total), sum(open)
                from taken group by piece
                returning total, open
            )
            update task_stretch s
            set total = s.total - (select sum(total) from piece), open = s.open - (select sum(open) from piece)
            where s.ctid = cast(:longest as tid)
            """;

    /** A block holds counted changes only, so those that are not counted yet are left out. */
    private static final String TASKS = """
            news as materialized (
                select h.task_id, h.version = 1 as born, finished_at is not null and h.version = task.version as ended
                from task_history h join task on id = h.task_id
                where h.number = any (array(
                    select generate_series(up_to + 1, coalesce(pg_sequence_last_value('task_history_number'), 0))
                    from task_tally))
            ), source as not materialized (
                select created_at, id, 1 as total,
                       (select finished_at is null or id in (select task_id from news where ended)
                        from task where id = listed.id)::int as open
                from {positions} listed
                where {condition} and id not in (select task_id from news where born)
            )""";

    private static final String STRETCHES = """
            source as not materialized (
                select created_at, id, total, open from task_stretch
                where site_id = :site and part = '{part}' and part_id = :part and not chapter
            )""";

    private final int longestStretch;
    private final int longestChapter;
    private final String divideStretch;
    private final String divideChapter;

    /**
     * Sets lengths at which a block and a superblock are worth their row.
     *
     * @param length the number of tasks in a block, which is divided at twice that number
     * @param chapter the number of blocks in a superblock
     */
    ListBlocks(int length, int chapter) {
        this.longestStretch = 2 * length;
        this.longestChapter = 2 * longestStretch * chapter;
        this.divideStretch = DIVIDE.replace("{source}", TASKS)
                .replace("{chapter}", "false")
                .replace("{limit}", "{length} * least(%d, (select total from long) / {length} - 1)".formatted(AT_ONCE))
                .replace("{length}", "" + length);
        this.divideChapter = DIVIDE.replace("{source}", STRETCHES)
                .replace("{chapter}", "true")
                .replace("{limit}", "{length}")
                .replace("{length}", "" + chapter);
    }

    /** Returns the number of tasks up to which a list has no blocks. */
    int shortList() {
        return longestStretch;
    }

    /** Returns the number of tasks up to which a list has too few blocks to need superblocks. */
    int withoutChapters() {
        return longestChapter;
    }

    /** Divides one that is too long and returns whether there was one; superblocks only once no block is too long. */
    boolean divide(Handle handle) {
        return divide(handle, false, longestStretch, divideStretch)
                || divide(handle, true, longestChapter, divideChapter);
    }

    private static boolean divide(Handle handle, boolean chapter, int limit, String sql) {
        Optional<TooLong> found = handle.createQuery(LONGEST)
                .bind("chapter", chapter)
                .bind("limit", limit)
                .map((row, context) -> new TooLong(
                        row.getString("ctid"),
                        Columns.uuid(row, "site_id"),
                        ListSql.ofLabel(row.getString("part")),
                        Columns.uuid(row, "part_id")))
                .findOne();
        found.ifPresent(one -> handle.createUpdate(one.list().in(sql))
                .bind("longest", one.row())
                .bind("site", one.site())
                .bind("part", one.partId())
                .execute());
        return found.isPresent();
    }

    private record TooLong(String row, UUID site, ListSql list, UUID partId) {}
}
