package io.nicotask.application.port;

/** The lasting record of what was decided upon callers' wishes. */
public interface AuditTrail {

    /**
     * Keeps one entry, in the transaction of the calling thread if there is one. MUST NOT keep it when that transaction
     * is rolled back.
     *
     * @throws StoreUnavailable when it could not be kept
     */
    void record(AuditEntry entry);
}
