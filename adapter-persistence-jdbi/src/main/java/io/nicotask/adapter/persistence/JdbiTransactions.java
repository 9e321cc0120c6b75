package io.nicotask.adapter.persistence;

import io.nicotask.application.port.RackLeases.LeaseExpired;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskStorage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Runs every access to the database, and translates every database error. */
final class JdbiTransactions {

    private final Jdbi jdbi;
    private final Runnable onFailedWrite;
    private final @Nullable String setUp;
    private final CommitVerifier commitVerifier;

    /** Runs accesses on sessions that are set up. */
    JdbiTransactions(Jdbi jdbi) {
        this(jdbi, () -> {}, null);
    }

    /**
     * Runs accesses, and reports writes that failed.
     *
     * @param onFailedWrite called when a transaction that may write could not be carried out
     * @param setUp sets each transaction up, empty if it needs nothing, or null if the sessions are set up already; then
     *     reads need no transaction
     */
    JdbiTransactions(Jdbi jdbi, Runnable onFailedWrite, @Nullable String setUp) {
        this.jdbi = jdbi;
        this.onFailedWrite = onFailedWrite;
        this.setUp = setUp;
        this.commitVerifier = new CommitVerifier(jdbi);
    }

    private <T> T inTransaction(HandleCallback<T, RuntimeException> access) {
        return jdbi.inTransaction(handle -> {
            if (setUp != null && !setUp.isEmpty()) {
                handle.execute(setUp);
            }
            return access.withHandle(handle);
        });
    }

    /** Reads by one statement. */
    <T> T read(Function<Handle, T> query) {
        try {
            return setUp == null ? jdbi.withHandle(query::apply) : inTransaction(query::apply);
        } catch (JdbiException fault) {
            throw SqlErrors.translate(fault);
        }
    }

    /** Writes in one transaction. */
    <T> T write(Function<Handle, T> change) {
        try {
            return inTransaction(change::apply);
        } catch (JdbiException fault) {
            throw failedWrite(fault);
        }
    }

    /** Writes the parts of the statement in one transaction. */
    void write(CombinedStatement statement) {
        write(handle -> {
            statement.execute(handle);
            return statement;
        });
    }

    /** Writes parts of a statement in one transaction; returns false when the claim that guards it has expired. */
    boolean writeIfClaimed(Consumer<CombinedStatement> parts) {
        CombinedStatement statement = new CombinedStatement();
        parts.accept(statement);
        try {
            write(statement);
            return true;
        } catch (LeaseExpired expired) {
            return false;
        }
    }

    /**
     * Decides in a transaction, and again in a new one when a task has changed since it was read.
     *
     * @throws StoreUnavailable when the race was lost {@link TaskStorage#ATTEMPTS} times; the first loss is the cause,
     *     with the others suppressed in it; or when it is unknown whether the commit took place
     */
    <T> T decide(Function<Transaction, T> decision) {
        StaleTask first;
        try {
            return decideOnce(decision);
        } catch (StaleTask lost) {
            first = lost;
        }
        for (int attempt = 2; attempt <= TaskStorage.ATTEMPTS; attempt++) {
            try {
                return decideOnce(decision);
            } catch (StaleTask lost) {
                first.addSuppressed(lost);
            }
        }
        throw new StoreUnavailable("The task kept changing while it was decided upon", first);
    }

    private <T> T decideOnce(Function<Transaction, T> decision) {
        AtomicReference<@Nullable Uncommitted<T>> made = new AtomicReference<>();
        try {
            return inTransaction(handle -> {
                Transaction transaction = new Transaction(handle);
                T answer = decision.apply(transaction);
                made.set(new Uncommitted<>(answer, transaction));
                return answer;
            });
        } catch (JdbiException fault) {
            RuntimeException meaning = failedWrite(fault);
            Uncommitted<T> toCommit = made.get();
            if (toCommit != null && meaning instanceof StoreUnavailable && isCommitted(toCommit.transaction())) {
                return toCommit.answer();
            }
            throw meaning;
        }
    }

    private RuntimeException failedWrite(JdbiException fault) {
        RuntimeException meaning = SqlErrors.translate(fault);
        if (meaning instanceof StoreUnavailable) {
            onFailedWrite.run();
        }
        return meaning;
    }

    /** A transaction that wrote nothing cannot lose anything: its answer is right, however the commit ended. */
    private boolean isCommitted(Transaction transaction) {
        return !transaction.isWriting || (transaction.trace != null && commitVerifier.isCommitted(transaction.trace));
    }

    /** Ends the wait for commits whose response was lost. */
    void close() {
        commitVerifier.close();
    }

    /** A running transaction: what it has written so far, and how to recognize it after its commit. */
    static final class Transaction {

        private final Handle handle;
        private boolean isWriting;
        private @Nullable Predicate<Handle> trace;

        private Transaction(Handle handle) {
            this.handle = handle;
        }

        /** Reads or locks. */
        <T> T read(Function<Handle, T> query) {
            return query.apply(handle);
        }

        <T> T write(Function<Handle, T> change) {
            isWriting = true;
            return change.apply(handle);
        }

        void write(DecisionStatement statement) {
            if (!statement.isEmpty()) {
                isWriting = true;
                statement.execute(handle);
                statement.trace().ifPresent(written -> trace = written);
            }
        }
    }

    /** The answer of a transaction of which only the commit is missing. */
    private record Uncommitted<T>(T answer, Transaction transaction) {}
}
