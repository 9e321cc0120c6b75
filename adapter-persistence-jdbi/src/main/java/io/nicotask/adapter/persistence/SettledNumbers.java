package io.nicotask.adapter.persistence;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Finds out up to which number the history is settled: no transaction can write a smaller one any more. A transaction has
 * its id before it draws a number. So when the last number is read and then a transaction id is taken, all numbers up to
 * the last one belong to smaller ids; once none of these is running, they are settled. No clock is involved, and no writer
 * waits. Safe for use by several threads.
 */
final class SettledNumbers {

    private static final String LAST_NUMBER = "select coalesce(pg_sequence_last_value('nico.task_history_number'), 0)";

    private static final String OLDEST = "cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint)";

    private static final String OLDEST_TRANSACTION = "select " + OLDEST;

    /** The end of a snapshot is no such id: the newest transactions that run may have it, or a greater one. */
    private static final String NEW_TRANSACTION =
            "select " + OLDEST + " as oldest, cast(cast(pg_current_xact_id() as text) as bigint) as own";

    private long settled;
    private @Nullable Mark mark;

    /**
     * Returns the number. Keeps a mark until it is reached: some transaction is always running, but no single one for long.
     * Takes a transaction id, which costs a record in the log, only when there is history that is not settled.
     *
     * @param handle not in a transaction that has an id
     */
    synchronized long upTo(Handle handle) {
        if (mark != null) {
            long oldest =
                    handle.createQuery(OLDEST_TRANSACTION).mapTo(Long.class).one();
            reach(mark, oldest);
        }
        if (mark == null) {
            long last = handle.createQuery(LAST_NUMBER).mapTo(Long.class).one();
            if (last > settled) {
                setMark(handle, last);
            }
        }
        return settled;
    }

    private void setMark(Handle handle, long last) {
        TransactionIds now = handle.createQuery(NEW_TRANSACTION)
                .map((row, context) -> new TransactionIds(row.getLong("oldest"), row.getLong("own")))
                .one();
        Mark next = new Mark(last, now.own());
        mark = next;
        reach(next, now.oldest());
    }

    private void reach(Mark next, long oldest) {
        if (oldest >= next.transaction()) {
            settled = next.number();
            mark = null;
        }
    }

    /**
     * A number that will be settled.
     *
     * @param number the number
     * @param transaction a transaction id that was not assigned when the number was the last one
     */
    private record Mark(long number, long transaction) {}

    /**
     * Ids at a moment.
     *
     * @param oldest no transaction with a smaller id runs any more
     * @param own a new id
     */
    private record TransactionIds(long oldest, long own) {}
}
