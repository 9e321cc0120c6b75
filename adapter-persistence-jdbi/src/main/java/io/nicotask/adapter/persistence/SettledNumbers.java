package io.nicotask.adapter.persistence;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Finds out up to which number the history is settled: no transaction can write a smaller one any more. A transaction has
 * its id before it draws a number. So when the last number is read and then the next transaction id, all numbers up to the
 * last one belong to smaller ids; once none of these is running, they are settled. No clock is involved, and no writer waits.
 * Safe for use by several threads.
 */
final class SettledNumbers {

    private static final String LAST_NUMBER = "select coalesce(pg_sequence_last_value('nico.task_history_number'), 0)";

    private static final String TRANSACTIONS = """
            select cast(cast(pg_snapshot_xmin(now) as text) as bigint) as oldest,
                   cast(cast(pg_snapshot_xmax(now) as text) as bigint) as next
            from pg_current_snapshot() now
            """;

    private long settled;
    private @Nullable Mark mark;

    /** Keeps a mark until it is reached: some transaction is always running, but no single one for long. */
    synchronized long upTo(Handle handle) {
        long last = handle.createQuery(LAST_NUMBER).mapTo(Long.class).one();
        return handle.createQuery(TRANSACTIONS)
                .map((row, context) -> upTo(last, row.getLong("oldest"), row.getLong("next")))
                .one();
    }

    private long upTo(long last, long oldest, long next) {
        if (oldest >= next) {
            settled = last;
            mark = null;
            return settled;
        }
        if (mark != null && oldest >= mark.transaction()) {
            settled = mark.number();
            mark = null;
        }
        if (mark == null) {
            mark = new Mark(last, next);
        }
        return settled;
    }

    /**
     * A number that will be settled.
     *
     * @param number the number
     * @param transaction a transaction id that was not assigned when the number was the last one
     */
    private record Mark(long number, long transaction) {}
}
