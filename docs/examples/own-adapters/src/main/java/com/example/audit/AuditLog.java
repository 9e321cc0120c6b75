package com.example.audit;

import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps denied requests where the service keeps all that concerns its security; here, in a list. */
public final class AuditLog implements AuditTrail {

    private final List<AuditEntry> entries = new CopyOnWriteArrayList<>();

    @Override
    public void record(AuditEntry entry) {
        entries.add(entry);
    }

    public List<AuditEntry> entries() {
        return List.copyOf(entries);
    }
}
