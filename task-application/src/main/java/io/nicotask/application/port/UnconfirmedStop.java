package io.nicotask.application.port;

import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopState.Confirmed;
import io.nicotask.domain.stop.StopState.Draining;
import io.nicotask.domain.stop.StopState.NeedsAttention;
import io.nicotask.domain.stop.StopState.Requested;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A stop that is not confirmed.
 *
 * @param site the task's site
 * @param status the task's terminal status
 * @param rack the task's rack
 * @param delivery the stop
 * @param waiting the tasks that wait for the rack, in order of arrival
 */
public record UnconfirmedStop(
        SiteId site, TaskStatus status, RackId rack, StopDelivery delivery, List<TaskId> waiting) {

    public UnconfirmedStop {
        waiting = List.copyOf(waiting);
    }

    /** Returns the task that has ended. */
    public TaskId task() {
        return stop().task();
    }

    public Stop stop() {
        return delivery.stop();
    }

    /** Returns the components to inspect, in the order of their ids. */
    public List<InspectionAlert> alerts() {
        return stop().steps().stream()
                .flatMap(step -> step.unknown().entrySet().stream()
                        .map(unknown -> new InspectionAlert(
                                task(), step.type(), unknown.getKey(), unknown.getValue(), step.knownAt())))
                .sorted(Comparator.comparing(alert -> alert.component().toString()))
                .toList();
    }

    /** Returns why the stop needs attention, in one line; empty when it does not. */
    public Optional<String> reason() {
        return switch (stop().state()) {
            case NeedsAttention attention ->
                Optional.of(
                        switch (attention.cause()) {
                            case COMPONENT_UNKNOWN -> "Components of the rack must be inspected";
                            case STEP_OVERDUE, STEP_NOT_OBSERVED, NOT_CONFIRMED -> notConfirmedInTime();
                        });
            case Requested requested -> Optional.empty();
            case Draining draining -> Optional.empty();
            case Confirmed confirmed -> Optional.empty();
        };
    }

    private String notConfirmedInTime() {
        String cause = delivery.lastCause();
        return "Not confirmed in time" + (cause == null ? "" : ": " + cause);
    }
}
