package io.nicotask.adapter.persistence;

import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.Transactions;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Runs every access to the database. Within a transaction all calls of its thread use one connection, as Jdbi binds the
 * handle to the thread. Translates every database error.
 */
final class JdbiTransactions implements Transactions {

    private final Jdbi jdbi;
    private final CommitVerifier commitVerifier;

    @SuppressWarnings("ThreadLocalUsage") // A thread may have a transaction in each of two databases.
    private final ThreadLocal<@Nullable CommitMark> current = new ThreadLocal<>();

    JdbiTransactions(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.commitVerifier = new CommitVerifier(jdbi);
    }

    @Override
    public <T> T inTransaction(Supplier<T> work) {
        CommitMark outer = current.get();
        return outer == null ? runInNew(new CommitMark(), handle -> work.get()) : joinCurrent(handle -> work.get());
    }

    /** Reads in the transaction of this thread, or outside any. */
    <T> T read(Function<Handle, T> query) {
        try {
            return jdbi.withHandle(query::apply);
        } catch (JdbiException fault) {
            throw SqlErrors.translate(fault);
        }
    }

    /** Writes in the transaction of this thread, or in a new one. */
    <T> T write(Function<Handle, T> change) {
        CommitMark outer = current.get();
        CommitMark commitMark = outer == null ? new CommitMark() : outer;
        commitMark.isWriting = true;
        return outer == null ? runInNew(commitMark, change) : joinCurrent(change);
    }

    /**
     * Sets how to recognize that the transaction of this thread has been committed. MUST be called within
     * {@link #write}.
     *
     * @param trace finds a row that no other transaction can have written
     */
    void markCommit(Predicate<Handle> trace) {
        Objects.requireNonNull(current.get()).trace = trace;
    }

    private <T> T joinCurrent(Function<Handle, T> work) {
        try {
            return jdbi.inTransaction(work::apply);
        } catch (JdbiException fault) {
            throw SqlErrors.translate(fault);
        }
    }

    private <T> T runInNew(CommitMark commitMark, Function<Handle, T> work) {
        AtomicReference<@Nullable Uncommitted<T>> done = new AtomicReference<>();
        current.set(commitMark);
        try {
            return jdbi.inTransaction(handle -> {
                T result = work.apply(handle);
                done.set(new Uncommitted<>(result));
                return result;
            });
        } catch (JdbiException fault) {
            RuntimeException meaning = SqlErrors.translate(fault);
            Uncommitted<T> toCommit = done.get();
            if (toCommit != null && meaning instanceof StoreUnavailable && isCommitted(commitMark)) {
                return toCommit.result();
            }
            throw meaning;
        } finally {
            current.remove();
        }
    }

    /** Ends the wait for commits whose response was lost. */
    void close() {
        commitVerifier.close();
    }

    /** A transaction that wrote nothing cannot lose anything: its result is right, however the commit ended. */
    private boolean isCommitted(CommitMark commitMark) {
        return !commitMark.isWriting || (commitMark.trace != null && commitVerifier.isCommitted(commitMark.trace));
    }

    /** What a running transaction has written so far, and how to recognize it later. */
    private static final class CommitMark {

        private boolean isWriting;
        private @Nullable Predicate<Handle> trace;
    }

    /** The result of a transaction of which only the commit is missing. */
    private record Uncommitted<T>(T result) {}
}
