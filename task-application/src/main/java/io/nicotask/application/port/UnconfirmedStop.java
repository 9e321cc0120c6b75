package io.nicotask.application.port;

import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.Optional;

/**
 * A stop that is not confirmed.
 *
 * @param site the task's site
 * @param task the task
 * @param status the task's terminal status
 * @param rack the task's rack, which is not free before the stop is confirmed
 * @param stop the progress of the stop
 * @param alerts the components to inspect, in the order of their ids
 */
public record UnconfirmedStop(
        SiteId site, TaskId task, TaskStatus status, RackId rack, StopStatus stop, List<InspectionAlert> alerts) {

    public UnconfirmedStop {
        alerts = List.copyOf(alerts);
    }

    /** Returns why the stop needs attention, in one line; empty when it does not. */
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
