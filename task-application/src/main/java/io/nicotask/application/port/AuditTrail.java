package io.nicotask.application.port;

/** The durable record of decisions on callers' requests. */
public interface AuditTrail {

    /**
     * Records one entry, in the transaction of the calling thread if there is one. MUST NOT keep the entry when that
     * transaction is rolled back.
     *
     * @throws StoreUnavailable when the entry could not be recorded
     */
    void record(AuditEntry entry);
}
