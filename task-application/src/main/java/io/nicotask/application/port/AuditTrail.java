package io.nicotask.application.port;

/** The durable record of decisions on callers' requests. */
public interface AuditTrail {

    /**
     * Records one entry by itself; the entry of a decision on tasks is a {@link Change.Audited}.
     *
     * @throws StoreUnavailable when the entry could not be recorded
     */
    void record(AuditEntry entry);
}
