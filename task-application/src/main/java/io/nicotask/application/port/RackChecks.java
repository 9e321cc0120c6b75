package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import java.time.Duration;
import java.util.List;

/** The racks to check for events that no decision announces. */
@FunctionalInterface
@CheckReturnValue
public interface RackChecks {

    /**
     * Claims racks whose check is due, the longest due first; may omit racks that are locked. A claimed rack becomes
     * due again after the delay, in case its claimant crashes, unless a {@link Change.RackCheckScheduled} sets another
     * time.
     *
     * @throws StoreUnavailable when the store is unreachable
     */
    List<DueRack> claimDue(int limit, Duration delay);

    /**
     * A rack whose check is due.
     *
     * @param site the rack's site
     * @param rack the rack
     */
    record DueRack(SiteId site, RackId rack) {}
}
