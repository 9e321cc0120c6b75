package io.nicotask.application.port;

import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.Optional;

/**
 * A stop that is not confirmed, or that needs attention all the same.
 *
 * @param site the task's site
 * @param task the task
 * @param status how the task has ended
 * @param rack the task's rack, which is not free before the stop is confirmed
 * @param stop how far the stop is
 * @param alerts the components that must be looked at, in the order in which that was told
 */
public record UnconfirmedStop(
        SiteId site, TaskId task, TaskStatus status, RackId rack, StopStatus stop, List<InspectionAlert> alerts) {

    public UnconfirmedStop {
        alerts = List.copyOf(alerts);
    }

    /** Why the stop needs attention, in one line; empty while it does not. */
    public Optional<String> reason() {
        if (stop.state() != StopStatus.State.NEEDS_ATTENTION) {
            return Optional.empty();
        }
        if (!alerts.isEmpty()) {
            return Optional.of("Somebody must look at components of the rack");
        }
        String cause = stop.lastCause();
        return Optional.of("Not confirmed in time" + (cause == null ? "" : ": " + cause));
    }
}
