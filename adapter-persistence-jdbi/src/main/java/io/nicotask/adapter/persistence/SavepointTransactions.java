package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jdbi.v3.core.transaction.TransactionHandler;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Lets what would be a transaction be a part of a transaction that a host has begun and ends: what throws is rolled back to
 * a savepoint, and nothing is committed. Its limits hold for the part, but the commit is durable for the host's writes, too.
 */
final class SavepointTransactions implements TransactionHandler {

    private static final String SET_LIMITS = """
            with host as materialized (
                select current_setting('transaction_isolation') as isolation,
                       current_setting('transaction_read_only') = 'on' as read_only,
                       current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock
            )
            select isolation, read_only, statement, lock, set_config('synchronous_commit', 'on', true),
                   set_config('statement_timeout', :statement, true), set_config('lock_timeout', :lock, true)
            from host
            """;

    private static final String RESTORE_LIMITS =
            "select set_config('statement_timeout', :statement, true) || set_config('lock_timeout', :lock, true)";

    private final Limits limits;

    SavepointTransactions(Limits limits) {
        this.limits = limits;
    }

    @Override
    public <R, X extends Exception> R inTransaction(Handle handle, HandleCallback<R, X> part) throws X {
        Savepoint begin = begin(handle.getConnection());
        try {
            HostSettings host = setLimits(handle);
            R result = part.withHandle(handle);
            restoreLimits(handle, host);
            release(handle.getConnection(), begin);
            return result;
        } catch (Throwable thrown) {
            rollBack(handle.getConnection(), begin, thrown);
            throw thrown;
        }
    }

    private static Savepoint begin(Connection connection) {
        try {
            if (connection.getAutoCommit()) {
                throw new IllegalStateException("The connection is not in a transaction, as it commits by itself");
            }
            return connection.setSavepoint();
        } catch (SQLException fault) {
            throw new TransactionException("No savepoint", fault);
        }
    }

    private HostSettings setLimits(Handle handle) {
        HostSettings host = handle.createQuery(SET_LIMITS)
                .bind("statement", Long.toString(limits.statement().toMillis()))
                .bind("lock", Long.toString(limits.lock().toMillis()))
                .map((row, context) -> new HostSettings(
                        row.getString("isolation"),
                        row.getBoolean("read_only"),
                        row.getString("statement"),
                        row.getString("lock")))
                .one();
        if (!host.isolation().equals("read committed")) {
            throw new IllegalStateException(
                    "The transaction is " + host.isolation() + "; only one that is read committed can be joined");
        }
        if (host.isReadOnly()) {
            throw new IllegalStateException("The transaction is read only; only one that may write can be joined");
        }
        return host;
    }

    private static void restoreLimits(Handle handle, HostSettings host) {
        var unused = handle.createQuery(RESTORE_LIMITS)
                .bind("statement", host.statement())
                .bind("lock", host.lock())
                .mapTo(String.class)
                .one();
    }

    private static void release(Connection connection, Savepoint begin) {
        try {
            connection.releaseSavepoint(begin);
        } catch (SQLException fault) {
            throw new TransactionException("The savepoint was not released", fault);
        }
    }

    private static void rollBack(Connection connection, Savepoint begin, Throwable thrown) {
        try {
            connection.rollback(begin);
        } catch (SQLException fault) {
            thrown.addSuppressed(fault);
        }
    }

    /** Always false, so that a part within a part has a savepoint too, and closing a handle rolls nothing back. */
    @Override
    public boolean isInTransaction(Handle handle) {
        return false;
    }

    @Override
    public <R, X extends Exception> R inTransaction(
            Handle handle, TransactionIsolationLevel level, HandleCallback<R, X> part) {
        throw hostDecides();
    }

    @Override
    public void begin(Handle handle) {
        throw hostDecides();
    }

    @Override
    public void commit(Handle handle) {
        throw hostDecides();
    }

    @Override
    public void rollback(Handle handle) {
        throw hostDecides();
    }

    @Override
    public void savepoint(Handle handle, String name) {
        throw hostDecides();
    }

    @Override
    public void rollbackToSavepoint(Handle handle, String name) {
        throw hostDecides();
    }

    @Override
    public void releaseSavepoint(Handle handle, String name) {
        throw hostDecides();
    }

    private static UnsupportedOperationException hostDecides() {
        return new UnsupportedOperationException("The transaction is that of the host");
    }

    /** What the host has set for its transaction. */
    private record HostSettings(String isolation, boolean isReadOnly, String statement, String lock) {}
}
