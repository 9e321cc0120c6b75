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
 * The one way to the database. Within a transaction everything on its thread uses the same connection, as Jdbi keeps the
 * handle with the thread; every fault gets its meaning here.
 */
final class JdbiTransactions implements Transactions {

    private final Jdbi jdbi;
    private final CommitVerifier commitVerifier;

    @SuppressWarnings("ThreadLocalUsage") // A thread may be in a transaction of each of two databases.
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

    /** Asks in the transaction of this thread, or outside of any. */
    <T> T read(Function<Handle, T> question) {
        try {
            return jdbi.withHandle(question::apply);
        } catch (JdbiException fault) {
            throw SqlErrors.translate(fault);
        }
    }

    /** Writes in the transaction of this thread, or in one of its own. */
    <T> T write(Function<Handle, T> change) {
        CommitMark outer = current.get();
        CommitMark commitMark = outer == null ? new CommitMark() : outer;
        commitMark.isWriting = true;
        return outer == null ? runInNew(commitMark, change) : joinCurrent(change);
    }

    /**
     * Tells by what the transaction of this thread can be known once it has been committed. Called where it writes.
     *
     * @param trace whether something is there that no other transaction can have written
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

    /** What has written nothing has nothing to lose: its answer was right, however its transaction ended. */
    private boolean isCommitted(CommitMark commitMark) {
        return !commitMark.isWriting || (commitMark.trace != null && commitVerifier.isCommitted(commitMark.trace));
    }

    /** What a transaction leaves behind, as far as it has come. */
    private static final class CommitMark {

        private boolean isWriting;
        private @Nullable Predicate<Handle> trace;
    }

    /** What remains is the commit. */
    private record Uncommitted<T>(T result) {}
}
