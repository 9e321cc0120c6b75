package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.PersistenceModule.Limits;

/** The settings without which a decision could wait without end, or be lost although it was acknowledged. */
final class SessionLimits {

    private SessionLimits() {}

    /** Returns SQL that overrides the configuration of server, database and user for a session. */
    static String ofSession(Limits limits) {
        return sql("set", limits)
                + "set idle_session_timeout = 0; set default_transaction_isolation = 'read committed';";
    }

    /** Returns SQL that overrides it, and what a host has set for the session, for a transaction that has just begun. */
    static String ofTransaction(Limits limits) {
        return "set transaction isolation level read committed; " + sql("set local", limits);
    }

    private static String sql(String set, Limits limits) {
        // No statement runs long enough for just-in-time compilation to pay off.
        return """
                {set} statement_timeout = %d; {set} lock_timeout = %d; {set} idle_in_transaction_session_timeout = %d;
                {set} synchronous_commit = on; {set} jit = off;
                """.formatted(
                        limits.statement().toMillis(),
                        limits.lock().toMillis(),
                        limits.network().toMillis())
                .replace("{set}", set);
    }
}
