package io.nicotask.application.internal.memory;

import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.AuditTrail.AuditEntry;

/** {@link AuditTrail} in memory. */
public final class InMemoryAuditTrail implements AuditTrail {

    private final InMemoryContents store;

    public InMemoryAuditTrail(InMemoryContents store) {
        this.store = store;
    }

    @Override
    public void record(AuditEntry entry) {
        store.use(contents -> contents.audit.add(entry));
    }
}
