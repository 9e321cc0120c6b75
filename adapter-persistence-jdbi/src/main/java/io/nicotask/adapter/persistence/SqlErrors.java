package io.nicotask.adapter.persistence;

import io.nicotask.application.port.StoreUnavailable;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.JdbiException;

/** Separates failures of the database, which decide nothing, from defects. */
final class SqlErrors {

    /** The SQLSTATE classes after which a retry is safe (PostgreSQL manual, appendix A). */
    private static final Set<String> RETRYABLE_CLASSES = Set.of(
            "08", // connection exception
            "40", // transaction rollback: deadlock, serialization
            "53", // insufficient resources
            "57", // operator intervention: shutdown, statement timeout
            "58"); // system error outside the database

    private static final Set<String> RETRYABLE_STATES = Set.of(
            "25P03", // idle-in-transaction timeout
            "25006", // read-only transaction: a standby, during a failover
            "55P03"); // lock timeout

    private SqlErrors() {}

    /** Translates a failure to the exception that the ports declare; returns a defect unchanged. */
    static RuntimeException translate(JdbiException fault) {
        return isRetryable(fault) ? new StoreUnavailable("The database gave no answer", fault) : fault;
    }

    private static boolean isRetryable(JdbiException fault) {
        return fault instanceof ConnectionException
                || causes(fault)
                        .filter(SQLException.class::isInstance)
                        .map(cause -> ((SQLException) cause).getSQLState())
                        .anyMatch(state -> state != null && isRetryable(state));
    }

    private static boolean isRetryable(String state) {
        return RETRYABLE_STATES.contains(state)
                || (state.length() == 5 && RETRYABLE_CLASSES.contains(state.substring(0, 2)));
    }

    private static Stream<Throwable> causes(Throwable fault) {
        return Stream.iterate(fault, cause -> cause != null, Throwable::getCause);
    }
}
