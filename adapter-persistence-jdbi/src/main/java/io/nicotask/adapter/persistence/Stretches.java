package io.nicotask.adapter.persistence;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Keeps the stretches of long lists short, and their chapters. Whoever does it holds the tally's lock. */
final class Stretches {

    /** Chapters come after all stretches, so that they always have many. */
    private static final String TOO_LONG = """
            select site_id, part, part_id, chapter from task_stretch where too_long order by chapter limit 1
            """;

    /** The oldest pieces become stretches of their own; the newest one goes on growing. */
    private static final String DIVIDE = """
            with long as materialized (
                select created_at, id, total from task_stretch
                where site_id = :site and part = '{part}' and part_id = :part and {kind} and too_long
                order by created_at, id limit 1
            ), before as materialized (
                select created_at, id from task_stretch
                where site_id = :site and part = '{part}' and part_id = :part and {kind}
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
                select :site, '{part}', :part, {kind},
                       (array_agg(created_at order by created_at desc, id desc))[1],
                       (array_agg(id order by created_at desc, id desc))[1], sum(total), sum(open)
                from taken group by piece
                returning total, open
            )
            update task_stretch s
            set total = s.total - (select sum(total) from piece), open = s.open - (select sum(open) from piece)
            from long
            where s.site_id = :site and s.part = '{part}' and s.part_id = :part and {kind}
              and s.created_at = long.created_at and s.id = long.id
            """;

    /** A stretch holds what is counted: what has happened since is left out. */
    private static final String TASKS = """
            news as materialized (
                select h.task_id, h.version = 1 as born, finished_at is not null and h.version = task.version as ended
                from task_history h join task on id = h.task_id
                where h.number = any (array(
                    select generate_series(up_to + 1, coalesce(pg_sequence_last_value('task_history_number'), 0))
                    from task_tally))
            ), source as not materialized (
                select created_at, id, 1 as total,
                       (finished_at is null or id in (select task_id from news where ended))::int as open
                from {tasks}
                where {condition} and id not in (select task_id from news where born)
            )""";

    private static final String STRETCHES = """
            source as not materialized (
                select created_at, id, total, open from task_stretch
                where site_id = :site and part = '{part}' and part_id = :part and not chapter
            )""";

    private static final String STRETCH = DIVIDE.replace("{source}", TASKS)
            .replace("{kind}", "not chapter")
            .replace("{length}", "1000")
            .replace("{limit}", "1000 * least(10, (select total from long) / 1000 - 1)");

    private static final String CHAPTER = DIVIDE.replace("{source}", STRETCHES)
            .replace("{kind}", "chapter")
            .replace("{length}", "50")
            .replace("{limit}", "50");

    private Stretches() {}

    /** Divides one that is too long; answers whether there was one. */
    static boolean divide(Handle handle) {
        Optional<TooLong> found = handle.createQuery(TOO_LONG)
                .map((row, context) -> new TooLong(
                        Columns.uuid(row, "site_id"),
                        PartSql.ofLabel(row.getString("part")),
                        Columns.uuid(row, "part_id"),
                        row.getBoolean("chapter")))
                .findOne();
        found.ifPresent(one -> divide(handle, one));
        return found.isPresent();
    }

    private static void divide(Handle handle, TooLong found) {
        handle.createUpdate(found.part().in(found.chapter() ? CHAPTER : STRETCH))
                .bind("site", found.site())
                .bind("part", found.partId())
                .execute();
    }

    private record TooLong(UUID site, PartSql part, UUID partId, boolean chapter) {}
}
