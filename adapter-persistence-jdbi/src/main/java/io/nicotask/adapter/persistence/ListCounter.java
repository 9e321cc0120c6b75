package io.nicotask.adapter.persistence;

import org.jdbi.v3.core.Handle;

/**
 * Maintains the counts of task lists: it follows the {@linkplain SettledNumbers settled} history. No writer waits for it,
 * and lists themselves count what it has not counted yet.
 */
final class ListCounter {

    /** The maximum number of history rows that are counted at once. */
    static final int STEP = 2_000;

    /** Reads only, so that an idle counter takes no transaction id, which would have to be written to disk. */
    private static final String IS_BEHIND = """
            select coalesce(pg_sequence_last_value('nico.task_history_number'), 0) > up_to
                or exists (select from nico.task_list_block where not superblock and total > :longestBlock)
                or exists (select from nico.task_list_block where superblock and total > :longestSuperblock)
            from nico.task_list_counter
            """;

    /** Only one counter works at a time; the others return at once. */
    private static final String LOCK = "select up_to from nico.task_list_counter for update skip locked";

    private static final String COUNT = """
            with uncounted as materialized (
                select site_id, rack_id, components, created_at, id, (h.version = 1)::int as total,
                       (h.version = 1)::int - (finished_at is not null and h.version = task.version)::int as open
                from nico.task_history h join nico.task on id = h.task_id
                where h.number = any (array(select generate_series(up_to + 1, :upTo) from nico.task_list_counter))
                  and (h.version = 1 or finished_at is not null and h.version = task.version)
            ), change as materialized (
                select site_id, 'site' as list_kind, site_id as list_id, created_at, id, total, open from uncounted
                union all
                select site_id, 'rack', rack_id, created_at, id, total, open from uncounted
                union all
                select site_id, 'tray', nico.component_ids(components), created_at, id, total, open
                from uncounted where components is not null
            ), list as (
                insert into nico.task_list
                select site_id, list_kind, list_id, sum(total), sum(open)
                from change group by site_id, list_kind, list_id
                on conflict (site_id, list_kind, list_id) do update
                set total = task_list.total + excluded.total, open = task_list.open + excluded.open
                returning *
            ), first_block as (
                insert into nico.task_list_block (site_id, list_kind, list_id, superblock, created_at, id, total, open)
                select site_id, list_kind, list_id, superblock, 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff',
                       total, open
                from list cross join
                     (values (false, :maxWithoutBlocks), (true, :maxWithoutSuperblocks)) level (superblock, max_without)
                where total > max_without and not exists (
                    select from nico.task_list_block b
                    where (b.site_id, b.list_kind, b.list_id, b.superblock)
                        = (list.site_id, list.list_kind, list.list_id, level.superblock))
            ), block as (
                select b.site_id, b.list_kind, b.list_id, b.superblock, b.created_at, b.id,
                       sum(change.total) as total, sum(change.open) as open
                from list join change using (site_id, list_kind, list_id) cross join lateral (
                    select * from nico.task_list_block b
                    where (b.site_id, b.list_kind, b.list_id, b.superblock)
                        = (list.site_id, list.list_kind, list.list_id, false)
                      and (b.created_at, b.id) >= (change.created_at, change.id)
                    order by b.created_at, b.id limit 1) b
                where list.total > :maxWithoutBlocks
                group by b.site_id, b.list_kind, b.list_id, b.superblock, b.created_at, b.id
            ), superblock as (
                select b.site_id, b.list_kind, b.list_id, b.superblock, b.created_at, b.id,
                       sum(block.total) as total, sum(block.open) as open
                from block cross join lateral (
                    select * from nico.task_list_block b
                    where (b.site_id, b.list_kind, b.list_id, b.superblock)
                        = (block.site_id, block.list_kind, block.list_id, true)
                      and (b.created_at, b.id) >= (block.created_at, block.id)
                    order by b.created_at, b.id limit 1) b
                group by b.site_id, b.list_kind, b.list_id, b.superblock, b.created_at, b.id
            ), counted as (
                update nico.task_list_counter set up_to = :upTo
            )
            update nico.task_list_block b set total = b.total + changed.total, open = b.open + changed.open
            from (select * from block union all select * from superblock) changed
            where (b.site_id, b.list_kind, b.list_id, b.superblock, b.created_at, b.id)
                = (changed.site_id, changed.list_kind, changed.list_id,
                   changed.superblock, changed.created_at, changed.id)
            """;

    private final JdbiTransactions transactions;
    private final ListBlocks listBlocks;
    private final SettledNumbers numbers = new SettledNumbers();

    ListCounter(JdbiTransactions transactions, ListBlocks listBlocks) {
        this.transactions = transactions;
        this.listBlocks = listBlocks;
    }

    /** Counts some of the settled history and divides a block that is too long; returns whether more remains to do. */
    boolean step() {
        return isBehind() && stepUpTo(transactions.read(numbers::upTo));
    }

    private boolean isBehind() {
        return transactions.read(handle -> handle.createQuery(IS_BEHIND)
                .bind("longestBlock", listBlocks.maxWithoutBlocks())
                .bind("longestSuperblock", listBlocks.maxWithoutSuperblocks())
                .mapTo(Boolean.class)
                .one());
    }

    private boolean stepUpTo(long settled) {
        return transactions.write(handle -> handle.createQuery(LOCK)
                .mapTo(Long.class)
                .findOne()
                .map(counted -> step(handle, counted, settled))
                .orElse(false));
    }

    private boolean step(Handle handle, long counted, long settled) {
        long upTo = Math.min(settled, counted + STEP);
        if (upTo > counted) {
            handle.createUpdate(COUNT)
                    .bind("upTo", upTo)
                    .bind("maxWithoutBlocks", listBlocks.maxWithoutBlocks())
                    .bind("maxWithoutSuperblocks", listBlocks.maxWithoutSuperblocks())
                    .execute();
        }
        return listBlocks.divide(handle) || upTo < settled;
    }
}
