package io.nicotask.adapter.persistence;

import io.nicotask.application.port.Transactions;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * The one way to the database. Within a transaction everything on its thread uses the same connection, as Jdbi keeps the
 * handle with the thread; every fault gets its meaning here.
 */
final class JdbiTransactions implements Transactions {

    private final Jdbi jdbi;

    JdbiTransactions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public <T> T inTransaction(Supplier<T> work) {
        return write(handle -> work.get());
    }

    /** Asks in the transaction of this thread, or outside of any. */
    <T> T read(Function<Handle, T> question) {
        try {
            return jdbi.withHandle(question::apply);
        } catch (JdbiException fault) {
            throw Faults.meaningOf(fault);
        }
    }

    /** Writes in the transaction of this thread, or in one of its own. */
    <T> T write(Function<Handle, T> change) {
        try {
            return jdbi.inTransaction(change::apply);
        } catch (JdbiException fault) {
            throw Faults.meaningOf(fault);
        }
    }
}
