package io.nicotask.application.memory;

import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditTrail;

final class InMemoryAuditTrail implements AuditTrail {

    private final InMemoryTransactions store;

    InMemoryAuditTrail(InMemoryTransactions store) {
        this.store = store;
    }

    @Override
    public void record(AuditEntry entry) {
        store.write(contents -> contents.audit.add(entry));
    }
}
