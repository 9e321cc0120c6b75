package io.nicotask.application.internal.memory;

import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reservation of a rack; it is kept after its release.
 *
 * @param task the task
 * @param rack the rack
 * @param fencingToken the number of this reservation of the rack
 * @param releasedAt when it was released, or null while the task holds it
 */
record InMemoryReservation(
        TaskId task,
        RackKey rack,
        FencingToken fencingToken,
        @Nullable Instant releasedAt) {

    boolean isHeld() {
        return releasedAt == null;
    }

    InMemoryReservation released(Instant now) {
        return isHeld() ? new InMemoryReservation(task, rack, fencingToken, now) : this;
    }

    /** A rack of a site. */
    record RackKey(SiteId site, RackId rack) {}
}
