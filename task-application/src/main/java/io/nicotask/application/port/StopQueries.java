package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopState.Confirmed;
import io.nicotask.domain.stop.StopState.Draining;
import io.nicotask.domain.stop.StopState.NeedsAttention;
import io.nicotask.domain.stop.StopState.Requested;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.TextConstraints;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds and lists open stops. Lists MUST stay fast with many thousands of them. */
@CheckReturnValue
public interface StopQueries {

    /**
     * Returns the next stops of the site that are not confirmed, ordered by the time of their request, oldest first,
     * then by task id. A client that continues from the position of the last stop of each result
     * sees each stop that stays open exactly once.
     *
     * @param after the position of the last stop that was returned, or null at the beginning
     * @param limit the maximum number of stops, at least 1
     * @throws StoreUnavailable when the store cannot be read
     */
    List<UnconfirmedStop> findUnconfirmed(TaskScope scope, @Nullable Position after, int limit);

    /**
     * Returns the stop of the task unless it is confirmed; empty when none was requested.
     *
     * @throws StoreUnavailable when the store cannot be read
     */
    Optional<UnconfirmedStop> find(TaskScope scope, TaskId task);

    /**
     * A stop, and how far its delivery to the engine is.
     *
     * @param stop the stop
     * @param attempts the number of deliveries to the engine that were tried
     * @param failure why the last delivery did not close the workflow, or null
     */
    record StopDelivery(Stop stop, long attempts, @Nullable String failure) {

        /** Returns why the last delivery or the last observation of a step did not confirm the stop, or null. */
        public @Nullable String lastCause() {
            return failure == null ? stop.stepCause().orElse(null) : failure;
        }
    }

    /**
     * A stop that is not confirmed.
     *
     * @param site the task's site
     * @param status the task's terminal status
     * @param rack the task's rack
     * @param delivery the stop
     * @param waiting the tasks that wait for the rack, in order of arrival
     */
    record UnconfirmedStop(SiteId site, TaskStatus status, RackId rack, StopDelivery delivery, List<TaskId> waiting) {

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

    /**
     * A component that an operator has to inspect, because the hardware cannot say whether a step of an ended task still
     * acts on it.
     *
     * @param task the task that worked on the component
     * @param type the component's type
     * @param component the component
     * @param reason why; shortened to one line by {@link TextConstraints#errorLine}
     * @param at since when the status has been unknown
     */
    record InspectionAlert(TaskId task, ComponentType type, ComponentId component, String reason, Instant at) {

        public InspectionAlert {
            reason = TextConstraints.errorLine(reason);
        }
    }
}
