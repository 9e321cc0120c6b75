package io.nicotask.bootstrap;

import io.nicotask.application.Storage;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.TaskEvents;
import io.nicotask.application.port.UserDirectory;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A storage with other ports.
 *
 * @param storage the storage
 * @param change decorates its ports
 */
public record DecoratedStorage(Storage storage, UnaryOperator<Ports> change) implements Storage {

    @Override
    public Ports ports(AccessPolicy access, RackConflicts conflicts, InstantSource clock) {
        return change.apply(storage.ports(access, conflicts, clock));
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
