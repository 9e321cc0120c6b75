package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.rack.RackConflicts;
import java.time.InstantSource;
import java.util.List;

/**
 * Where tasks, sites and users are stored. {@link io.nicotask.application.InMemoryStorage} is one; the PostgreSQL adapter has another. A storage of
 * one's own implements the ports, which have contracts to be tested by.
 *
 * <p>Implementations MUST be safe for use by several threads.
 */
@CheckReturnValue
public interface Storage {

    /**
     * Returns the ports of the use cases.
     *
     * @param access which callers may act on which tasks
     * @param conflicts which tasks must not overlap on a rack
     * @param clock the time of changes; leases and due times are by the clock of the storage
     */
    Ports ports(AccessPolicy access, RackConflicts conflicts, InstantSource clock);

    /** Returns the sites and their providers. */
    SiteDirectory sites();

    /** Returns the feed of what has happened to tasks. */
    TaskEvents events();

    /** Returns the users that have been seen. */
    UserDirectory users();

    /**
     * Returns work that keeps the storage fast, such as counting for lists; an empty list when there is none. It is called
     * in the background, every ten seconds while there is none.
     *
     * @param limit the maximum number of returned items
     */
    List<Runnable> upkeep(int limit);
}
