package io.nicotask.application;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.port.Ports;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.rack.RackQueue;
import io.nicotask.domain.value.RackId;

/** What use cases do on racks, for tests that arrange it themselves. */
public final class RackActions {

    private RackActions() {}

    /** Schedules the rack, as whenever it may have become free. */
    @CanIgnoreReturnValue
    public static RackQueue schedule(Ports ports, TaskScope scope, RackId rack) {
        RackScheduler scheduler = new RackScheduler(ports.conflicts(), ports.clock());
        return ports.storage()
                .decideOnRack(
                        scope,
                        rack,
                        occupancy -> scheduler.schedule(rack, occupancy).asDecision());
    }
}
