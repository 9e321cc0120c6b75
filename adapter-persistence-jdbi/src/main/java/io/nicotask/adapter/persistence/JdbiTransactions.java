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
    private final LostCommits lostCommits;

    @SuppressWarnings("ThreadLocalUsage") // A thread may be in a transaction of each of two databases.
    private final ThreadLocal<@Nullable Traces> current = new ThreadLocal<>();

    JdbiTransactions(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.lostCommits = new LostCommits(jdbi);
    }

    @Override
    public <T> T inTransaction(Supplier<T> work) {
        Traces outer = current.get();
        return outer == null ? inOne(new Traces(), handle -> work.get()) : joined(handle -> work.get());
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
        Traces outer = current.get();
        Traces traces = outer == null ? new Traces() : outer;
        traces.isWriting = true;
        return outer == null ? inOne(traces, change) : joined(change);
    }

    /**
     * Tells by what the transaction of this thread can be known once it has been committed. Called where it writes.
     *
     * @param trace whether something is there that no other transaction can have written
     */
    void knownBy(Predicate<Handle> trace) {
        Objects.requireNonNull(current.get()).trace = trace;
    }

    private <T> T joined(Function<Handle, T> work) {
        try {
            return jdbi.inTransaction(work::apply);
        } catch (JdbiException fault) {
            throw Faults.meaningOf(fault);
        }
    }

    private <T> T inOne(Traces traces, Function<Handle, T> work) {
        AtomicReference<@Nullable Done<T>> done = new AtomicReference<>();
        current.set(traces);
        try {
            return jdbi.inTransaction(handle -> {
                T result = work.apply(handle);
                done.set(new Done<>(result));
                return result;
            });
        } catch (JdbiException fault) {
            RuntimeException meaning = Faults.meaningOf(fault);
            Done<T> toCommit = done.get();
            if (toCommit != null && meaning instanceof StoreUnavailable && isCommitted(traces)) {
                return toCommit.result();
            }
            throw meaning;
        } finally {
            current.remove();
        }
    }

    /** What has written nothing has nothing to lose: its answer was right, however its transaction ended. */
    private boolean isCommitted(Traces traces) {
        return !traces.isWriting || (traces.trace != null && lostCommits.find(traces.trace));
    }

    /** What a transaction leaves behind, as far as it has come. */
    private static final class Traces {

        private boolean isWriting;
        private @Nullable Predicate<Handle> trace;
    }

    /** What remains is the commit. */
    private record Done<T>(T result) {}
}
