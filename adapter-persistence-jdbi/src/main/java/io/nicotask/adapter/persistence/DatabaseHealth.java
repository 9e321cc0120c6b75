package io.nicotask.adapter.persistence;

import io.nicotask.application.port.StoreUnavailable;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.ConnectionException;

/**
 * Finds out whether the database would commit a decision. While nothing fails it only takes a connection, which the pool
 * verifies, and writes rarely; after a write that failed it writes until it succeeds.
 */
final class DatabaseHealth {

    /** About once a minute, as readiness is checked every second or two. */
    private static final int CHECKS_PER_WRITE = 45;

    private static final String DELETE = "delete from nico.write_probe";

    /** The new row does not fit into the page of the old one, so that the write needs space on the disk. */
    private static final String WRITE = "insert into nico.write_probe values (clock_timestamp(), repeat('-', 8000))";

    private final List<ConnectionPool> pools = new CopyOnWriteArrayList<>();
    private final AtomicBoolean writeFailed = new AtomicBoolean();
    private int checks;
    private boolean wasWritable = true;

    void add(ConnectionPool pool) {
        pools.add(pool);
    }

    /** Records that a write failed, for whatever reason. */
    void recordFailedWrite() {
        writeFailed.set(true);
    }

    /** Returns whether each pool can have its connections, and a transaction that writes can commit. */
    synchronized boolean isWritable(JdbiTransactions transactions) {
        try {
            for (ConnectionPool pool : pools) {
                pool.requireConnections();
            }
            checks++;
            if (writeFailed.getAndSet(false) || checks % CHECKS_PER_WRITE == 0) {
                write(transactions);
            } else {
                transactions.read(connection -> true);
            }
            wasWritable = true;
        } catch (SQLException refused) {
            wasWritable = false;
        } catch (StoreUnavailable unavailable) {
            // A pool that is in use says nothing about the database.
            wasWritable = wasWritable && isExhausted(unavailable);
        }
        return wasWritable;
    }

    /**
     * Commits a transaction that needs space on the disk.
     *
     * @throws StoreUnavailable if it cannot commit
     */
    static void write(JdbiTransactions transactions) {
        transactions.write(connection -> connection.execute(DELETE) + connection.execute(WRITE));
    }

    private static boolean isExhausted(StoreUnavailable unavailable) {
        return unavailable.getCause() instanceof ConnectionException taking
                && taking.getCause() instanceof PoolExhausted;
    }
}
