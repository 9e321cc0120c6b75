package io.nicotask.adapter.persistence;

import java.sql.SQLTransientConnectionException;

/** All connections of the pool were in use by this process for as long as the caller was ready to wait. */
final class PoolExhausted extends SQLTransientConnectionException {

    static final String SENTENCE = "All connections to the database were in use by this server";

    private static final long serialVersionUID = 1;

    /** Creates the exception for a pool of that size, for which that number of further threads wait. */
    PoolExhausted(int connections, int waiting) {
        super("%d in use, %d further callers wait".formatted(connections, waiting));
    }
}
