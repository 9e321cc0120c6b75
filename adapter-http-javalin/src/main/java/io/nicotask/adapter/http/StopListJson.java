package io.nicotask.adapter.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nicotask.application.port.StopQueries.InspectionAlert;
import io.nicotask.application.port.StopQueries.UnconfirmedStop;
import io.nicotask.application.port.WorkflowEngine.EngineStatus;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import io.nicotask.application.stop.ListStops.Result.Found;
import io.nicotask.domain.stop.StopState.StopInstants;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open stops of a site, as clients see them. Every key is present; a value may be null.
 *
 * @param site the state of the site's engine
 * @param stops the stops
 */
record StopListJson(
        @JsonProperty("site") SiteJson site,
        @JsonProperty("stops") List<StopJson> stops) {

    static StopListJson of(Found found) {
        return new StopListJson(
                SiteJson.of(found.workflows(), found.engine()),
                found.stops().stream().map(StopJson::of).toList());
    }

    /** What the engine knows about the workflows of a site's open tasks, and whether it replies to this process. */
    record SiteJson(
            @JsonProperty("needsAttention") boolean needsAttention,
            @JsonProperty("reason") @Nullable String reason,
            @JsonProperty("workflows") long workflows,
            @JsonProperty("missing") long missing,
            @JsonProperty("astray") long astray,
            @JsonProperty("engine") String engine,
            @JsonProperty("lastReply") @Nullable String lastReply,
            @JsonProperty("unreachableSince") @Nullable String unreachableSince) {

        private static SiteJson of(MissingWorkflows known, EngineStatus engine) {
            return new SiteJson(
                    known.reason().isPresent(),
                    known.reason().orElse(null),
                    known.monitored(),
                    known.missing(),
                    known.inWrongNamespace(),
                    label(engine),
                    formatOrNull(engine.lastReply()),
                    formatOrNull(engine.unreachableSince()));
        }

        private static String label(EngineStatus engine) {
            if (engine.unreachableSince() != null) {
                return "unreachable";
            }
            return engine.lastReply() == null ? "unknown" : "reachable";
        }
    }

    /** A stop. */
    record StopJson(
            @JsonProperty("taskId") String taskId,
            @JsonProperty("status") String status,
            @JsonProperty("rackId") String rackId,
            @JsonProperty("stop") String stop,
            @JsonProperty("reason") @Nullable String reason,
            @JsonProperty("requested") String requested,
            @JsonProperty("engineClosed") @Nullable String engineClosed,
            @JsonProperty("lastCommandBegun") @Nullable String lastCommandBegun,
            @JsonProperty("rackFree") @Nullable String rackFree,
            @JsonProperty("attempts") long attempts,
            @JsonProperty("lastCause") @Nullable String lastCause,
            @JsonProperty("components") List<ComponentJson> components,
            @JsonProperty("waitingTaskIds") List<String> waitingTaskIds) {

        private static StopJson of(UnconfirmedStop stop) {
            StopInstants instants = stop.stop().instants();
            return new StopJson(
                    stop.task().toString(),
                    stop.status().label(),
                    stop.rack().toString(),
                    TaskResponses.label(stop.stop().status()),
                    stop.reason().orElse(null),
                    Rfc3339.format(instants.decided()),
                    formatOrNull(instants.engineClosed()),
                    formatOrNull(instants.lastCommandBegun()),
                    formatOrNull(instants.rackFree()),
                    stop.delivery().attempts(),
                    stop.delivery().lastCause(),
                    stop.alerts().stream().map(ComponentJson::of).toList(),
                    stop.waiting().stream().map(TaskId::toString).toList());
        }
    }

    private static @Nullable String formatOrNull(@Nullable Instant instant) {
        return instant == null ? null : Rfc3339.format(instant);
    }

    /** A component that an operator must inspect. */
    record ComponentJson(
            @JsonProperty("componentType") String componentType,
            @JsonProperty("componentId") String componentId,
            @JsonProperty("why") String why,
            @JsonProperty("at") String at) {

        private static ComponentJson of(InspectionAlert alert) {
            return new ComponentJson(
                    alert.type().label(), alert.component().toString(), alert.reason(), Rfc3339.format(alert.at()));
        }
    }
}
