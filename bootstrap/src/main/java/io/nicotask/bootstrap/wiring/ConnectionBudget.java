package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.http.HttpModule.Capacity;

/**
 * How the connections to the database are shared out: a quarter to cancels, a quarter to what goes on beside the requests
 * (relay, sweeps, the word and the beats of workers), and the rest to all other requests. None waits for the connections
 * of another.
 *
 * @param cancels those of cancels
 * @param others those of other requests
 * @param background those of everything else
 */
record ConnectionBudget(int cancels, int others, int background) {

    private static final int QUARTERS = 4;

    /** Shares out so many, which are at least 4. */
    static ConnectionBudget of(int connections) {
        int quarter = connections / QUARTERS;
        return new ConnectionBudget(quarter, connections - 2 * quarter, quarter);
    }

    /** Those of all requests together. */
    int requests() {
        return cancels + others;
    }

    /** How many requests may be worked on at once, each of which takes one connection at a time. */
    Capacity capacity() {
        return new Capacity(cancels, others);
    }
}
