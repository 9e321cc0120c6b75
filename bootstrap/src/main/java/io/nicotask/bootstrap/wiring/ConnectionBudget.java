package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.http.HttpModule.Capacity;

/**
 * Divides the database connections: a quarter for cancels, a quarter for background work (relay, reconcilers, workers'
 * reports and heartbeats), and the rest for other requests. None of the three waits for another's connections.
 *
 * @param cancels connections for cancels
 * @param others connections for other requests
 * @param background connections for background work
 */
record ConnectionBudget(int cancels, int others, int background) {

    private static final int QUARTERS = 4;

    /** Divides at least 4 connections. */
    static ConnectionBudget of(int connections) {
        int quarter = connections / QUARTERS;
        return new ConnectionBudget(quarter, connections - 2 * quarter, quarter);
    }

    /** Returns the connections of all requests together. */
    int requests() {
        return cancels + others;
    }

    /** Returns the number of concurrent requests; each uses one connection at a time. */
    Capacity capacity() {
        return new Capacity(cancels, others);
    }
}
