package io.nicotask.application;

import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.TaskEvents;
import io.nicotask.application.port.UserDirectory;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import java.time.InstantSource;
import java.util.List;

/**
 * A place where tasks, and all that belongs to them, are stored; it has an implementation of every storage port. All ports
 * of one storage share its contents. Implementations are safe for use by several threads unless they say otherwise.
 */
public interface Storage {

    /**
     * Returns the ports of the use cases.
     *
     * @param access which callers may act on which tasks
     * @param conflicts which tasks must not overlap on a rack
     * @param clock the time of changes; leases, due times and deadlines are by the storage's own clock
     */
    Ports ports(AccessPolicy access, RackConflicts conflicts, InstantSource clock);

    /** Returns the orgs, their providers and the providers' sites. */
    SiteDirectory sites();

    /** Returns the feed of what has happened to tasks and stops. */
    TaskEvents events();

    /** Returns the callers who have asked for their own profile. */
    UserDirectory users();

    /**
     * Does some of the storage's own maintenance, and returns what remains to do at once. It has none by default.
     * {@link NicoTasks} calls it in the background, every ten seconds while nothing remains; a call takes a fraction of a
     * second.
     *
     * @param limit the maximum number of parts to return
     * @throws io.nicotask.application.port.StoreUnavailable if the storage does not answer
     */
    default List<Runnable> upkeep(int limit) {
        return List.of();
    }
}
