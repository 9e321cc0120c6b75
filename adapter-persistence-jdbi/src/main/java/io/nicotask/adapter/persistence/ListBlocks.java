package io.nicotask.adapter.persistence;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Divides blocks and superblocks of long lists that have grown too long. The caller holds the counter's lock. */
final class ListBlocks {

    /** The maximum number of blocks that are split off at once. */
    private static final int AT_ONCE = 10;

    private static final String LONGEST = """
            select ctid, site_id, list_kind, list_id from nico.task_list_block
            where superblock = :superblock and total > :limit
            order by total desc limit 1
            """;

    /** Splits blocks off at the old end; the newest block keeps growing. */
    private static final String DIVIDE = """
            with long as materialized (
                select created_at, id, total from nico.task_list_block where ctid = cast(:longest as tid)
            ), before as materialized (
                select created_at, id from nico.task_list_block
                where site_id = :site and list_kind = '{kind}' and list_id = :listId and superblock = {superblock}
                  and (created_at, id) < ((select created_at from long), (select id from long))
                order by created_at desc, id desc limit 1
            ), {source}, taken as (
                select *, (row_number() over (order by created_at, id) - 1) / {length} as piece
                from (select * from source
                      where (created_at, id) <= ((select created_at from long), (select id from long))
                        and (created_at, id) > (
                            coalesce((select created_at from before), '-infinity'),
                            coalesce((select id from before), '00000000-0000-0000-0000-000000000000'))
                      order by created_at, id
                      limit {limit}) oldest
            ), piece as (
                insert into nico.task_list_block (site_id, list_kind, list_id, superblock, created_at, id, total, open)
                select :site, '{kind}', :listId, {superblock},
                       (array_agg(created_at order by created_at desc, id desc))[1],
                       (array_agg(id order by created_at desc, id desc))[1], sum(total), sum(open)
                from taken group by piece
                returning total, open
            )
            update nico.task_list_block b
            set total = b.total - (select sum(total) from piece), open = b.open - (select sum(open) from piece)
            where b.ctid = cast(:longest as tid)
            """;

    /** A block holds counted changes only, so those that are not counted yet are left out. */
    private static final String TASKS = """
            uncounted as materialized (
                select h.task_id, h.version = 1 as created,
                       finished_at is not null and h.version = task.version as ended
                from nico.task_history h join nico.task on id = h.task_id
                where h.number = any (array(
                    select generate_series(up_to + 1, coalesce(pg_sequence_last_value('nico.task_history_number'), 0))
                    from nico.task_list_counter))
            ), source as not materialized (
                select created_at, id, 1 as total,
                       (select finished_at is null or id in (select task_id from uncounted where ended)
                        from nico.task where id = listed.id)::int as open
                from {positions} listed
                where {condition} and id not in (select task_id from uncounted where created)
            )""";

    private static final String BLOCKS = """
            source as not materialized (
                select created_at, id, total, open from nico.task_list_block
                where site_id = :site and list_kind = '{kind}' and list_id = :listId and not superblock
            )""";

    private final int longestBlock;
    private final int longestSuperblock;
    private final String divideBlock;
    private final String divideSuperblock;

    /**
     * Sets lengths at which a block and a superblock are worth their row.
     *
     * @param length the number of tasks in a block, which is divided at twice that number
     * @param superblock the number of blocks in a superblock
     */
    ListBlocks(int length, int superblock) {
        this.longestBlock = 2 * length;
        this.longestSuperblock = 2 * longestBlock * superblock;
        this.divideBlock = DIVIDE.replace("{source}", TASKS)
                .replace("{superblock}", "false")
                .replace("{limit}", "{length} * least(%d, (select total from long) / {length} - 1)".formatted(AT_ONCE))
                .replace("{length}", "" + length);
        this.divideSuperblock = DIVIDE.replace("{source}", BLOCKS)
                .replace("{superblock}", "true")
                .replace("{limit}", "{length}")
                .replace("{length}", "" + superblock);
    }

    /** Returns the number of tasks up to which a list has no blocks. */
    int maxWithoutBlocks() {
        return longestBlock;
    }

    /** Returns the number of tasks up to which a list has too few blocks to need superblocks. */
    int maxWithoutSuperblocks() {
        return longestSuperblock;
    }

    /** Divides one that is too long and returns whether there was one; superblocks only once no block is too long. */
    boolean divide(Handle handle) {
        return divide(handle, false, longestBlock, divideBlock)
                || divide(handle, true, longestSuperblock, divideSuperblock);
    }

    private static boolean divide(Handle handle, boolean superblock, int limit, String sql) {
        Optional<TooLong> found = handle.createQuery(LONGEST)
                .bind("superblock", superblock)
                .bind("limit", limit)
                .map((row, context) -> new TooLong(
                        row.getString("ctid"),
                        Columns.uuid(row, "site_id"),
                        ListSql.ofLabel(row.getString("list_kind")),
                        Columns.uuid(row, "list_id")))
                .findOne();
        found.ifPresent(one -> handle.createUpdate(one.list().fill(sql))
                .bind("longest", one.row())
                .bind("site", one.site())
                .bind("listId", one.listId())
                .execute());
        return found.isPresent();
    }

    private record TooLong(String row, UUID site, ListSql list, UUID listId) {}
}
