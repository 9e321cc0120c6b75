package io.nicotask.application.memory;

import io.nicotask.application.port.Transactions;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** One transaction at a time. It works on a copy, which takes the place of what is committed when it ends well. */
final class InMemoryTransactions implements Transactions {

    private final ReentrantLock writing = new ReentrantLock();
    private volatile InMemoryContents committed = new InMemoryContents();
    private InMemoryContents working = committed;
    private InMemoryLocks locks = new InMemoryLocks();

    @Override
    public <T> T inTransaction(Supplier<T> work) {
        if (writing.isHeldByCurrentThread()) {
            return work.get();
        }
        writing.lock();
        try {
            working = committed.copy();
            locks = new InMemoryLocks();
            T result = work.get();
            committed = working;
            return result;
        } finally {
            writing.unlock();
        }
    }

    /** What the transaction of this thread has locked. */
    InMemoryLocks locks() {
        if (!isInTransaction()) {
            throw new IllegalStateException("This belongs into a transaction");
        }
        return locks;
    }

    boolean isInTransaction() {
        return writing.isHeldByCurrentThread();
    }

    /** Reads what is committed, or what the transaction of this thread has written; never waits. */
    <T> T read(Function<InMemoryContents, T> question) {
        return question.apply(isInTransaction() ? working : committed);
    }

    /** Writes in the transaction of this thread, or in one of its own. */
    <T> T write(Function<InMemoryContents, T> change) {
        return inTransaction(() -> change.apply(working));
    }
}
