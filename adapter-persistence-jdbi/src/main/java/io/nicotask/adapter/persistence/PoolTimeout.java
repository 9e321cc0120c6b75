package io.nicotask.adapter.persistence;

import java.sql.SQLTransientConnectionException;

/** The pool of a host gave no connection in time, and named no failure of the database as the cause. */
final class PoolTimeout extends SQLTransientConnectionException {

    static final String SENTENCE = "The connection pool gave no connection in time";

    private static final long serialVersionUID = 1;

    PoolTimeout(SQLTransientConnectionException timedOut) {
        super(timedOut.getMessage(), timedOut);
    }
}
