package com.example.audit;

import io.nicotask.application.Storage;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.TaskEvents;
import io.nicotask.application.port.UserDirectory;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import java.time.InstantSource;
import java.util.List;

/** Another storage, with an audit trail of the service's own. */
public record AuditedStorage(Storage storage, AuditTrail audit) implements Storage {

    @Override
    public Ports ports(AccessPolicy access, RackConflicts conflicts, InstantSource clock) {
        Ports of = storage.ports(access, conflicts, clock);
        return new Ports(
                of.storage(),
                of.tasks(),
                of.stops(),
                of.queue(),
                of.monitor(),
                of.leases(),
                of.unfinishedSteps(),
                audit,
                access,
                conflicts,
                clock);
    }

    @Override
    public SiteDirectory sites() {
        return storage.sites();
    }

    @Override
    public TaskEvents events() {
        return storage.events();
    }

    @Override
    public UserDirectory users() {
        return storage.users();
    }

    @Override
    public List<Runnable> upkeep(int limit) {
        return storage.upkeep(limit);
    }
}
