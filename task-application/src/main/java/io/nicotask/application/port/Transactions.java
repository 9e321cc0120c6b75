package io.nicotask.application.port;

import java.util.function.Supplier;

/** Runs work that uses the ports of one store on one thread as a transaction. */
public interface Transactions {

    /** The maximum number of times that a decision is made when other transactions keep changing the task. */
    int ATTEMPTS = 3;

    /**
     * Runs the work in one transaction. Returning commits durably before this method returns; an exception rolls back
     * and is rethrown. A nested transaction joins the outer one. The work MUST NOT call anything remote but the store.
     *
     * @throws StoreUnavailable when the store is unreachable, or when it is unknown whether the commit took place
     */
    <T> T inTransaction(Supplier<T> work);

    /**
     * Runs a decision in a transaction, and repeats it when the task has changed since it was read.
     *
     * @throws StoreUnavailable when the race was lost {@link #ATTEMPTS} times; the first loss is the cause, with the
     *     others suppressed in it
     */
    static <T> T decide(Transactions transactions, Supplier<T> decision) {
        StaleTask first;
        try {
            return transactions.inTransaction(decision);
        } catch (StaleTask lost) {
            first = lost;
        }
        for (int attempt = 2; attempt <= ATTEMPTS; attempt++) {
            try {
                return transactions.inTransaction(decision);
            } catch (StaleTask lost) {
                first.addSuppressed(lost);
            }
        }
        throw new StoreUnavailable("The task kept changing while it was decided upon", first);
    }
}
