package io.nicotask.application.memory;

import io.nicotask.application.port.Transactions;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs one transaction at a time on a copy, which replaces the committed contents unless the transaction throws. */
final class InMemoryTransactions implements Transactions {

    private static final ThreadLocal<Boolean> OPEN = ThreadLocal.withInitial(() -> false);

    private final ReentrantLock lock = new ReentrantLock();
    private volatile InMemoryContents committed = new InMemoryContents();
    private InMemoryContents working = committed;
    private InMemoryLocks locks = new InMemoryLocks();

    @Override
    public <T> T inTransaction(Supplier<T> work) {
        if (lock.isHeldByCurrentThread()) {
            return work.get();
        }
        lock.lock();
        try {
            working = committed.copy();
            locks = new InMemoryLocks();
            OPEN.set(true);
            T result = work.get();
            committed = working;
            return result;
        } finally {
            OPEN.remove();
            lock.unlock();
        }
    }

    /** The locks of this thread's transaction. */
    InMemoryLocks locks() {
        if (!isInTransaction()) {
            throw new IllegalStateException("This method must be called in a transaction");
        }
        return locks;
    }

    /** Fails a test that calls an engine or hardware inside a transaction: its locks would be held until they answer. */
    static void refuseRemoteCall() {
        if (OPEN.get()) {
            throw new AssertionError("A remote call inside a transaction");
        }
    }

    boolean isInTransaction() {
        return lock.isHeldByCurrentThread();
    }

    /** Reads what is committed, or what this thread's transaction has written; never waits. */
    <T> T read(Function<InMemoryContents, T> query) {
        return query.apply(isInTransaction() ? working : committed);
    }

    /** Writes in this thread's transaction, or in a new one. */
    <T> T write(Function<InMemoryContents, T> change) {
        return inTransaction(() -> change.apply(working));
    }
}
