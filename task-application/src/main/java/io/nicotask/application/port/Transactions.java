package io.nicotask.application.port;

import java.util.function.Supplier;

/** All or nothing, for what the ports of one store write on one thread. */
public interface Transactions {

    /** How often a decision is made anew when others keep changing the task in between. */
    int ATTEMPTS = 3;

    /**
     * Runs the work in one transaction. Returning commits, durably, before this method returns; throwing rolls back and
     * throws on. A transaction inside a transaction joins it. The work MUST NOT call anything remote but the store.
     *
     * @throws StoreUnavailable when the store cannot be asked, or when it is not known whether the commit took place
     */
    <T> T inTransaction(Supplier<T> work);

    /**
     * Runs a decision in a transaction, and anew when it was made on a task that has changed meanwhile.
     *
     * @throws StoreUnavailable when the race was lost {@link #ATTEMPTS} times; the lost ones are attached as suppressed
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
