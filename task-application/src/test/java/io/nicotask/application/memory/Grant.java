package io.nicotask.application.memory;

import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.Epoch;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The right of a task to act on its rack; it is remembered when it has been taken back.
 *
 * @param task the task
 * @param rack the rack
 * @param epoch which grant of the rack this is
 * @param releasedAt when it was taken back, or null while the task holds it
 */
record Grant(
        TaskId task, RackKey rack, Epoch epoch, @Nullable Instant releasedAt) {

    boolean isHeld() {
        return releasedAt == null;
    }

    Grant released(Instant now) {
        return isHeld() ? new Grant(task, rack, epoch, now) : this;
    }

    /** A rack of a site. */
    record RackKey(SiteId site, RackId rack) {}
}
