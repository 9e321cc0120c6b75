package io.nicotask.adapter.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nicotask.application.port.Attention;
import io.nicotask.application.port.OpenStop;
import io.nicotask.application.port.WorkflowWatch.Missing;
import io.nicotask.application.stop.ListStopsResult.Listed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open stops of a site as clients see them: every key is there, and null where there is nothing to tell.
 *
 * @param site how the site's engine is
 * @param stops the stops
 */
record StopsJson(
        @JsonProperty("site") SiteJson site,
        @JsonProperty("stops") List<StopJson> stops) {

    static StopsJson of(Listed listed) {
        return new StopsJson(
                SiteJson.of(listed.workflows()),
                listed.stops().stream().map(StopJson::of).toList());
    }

    /** The workflows of a site's open tasks, as the engine knows them. */
    record SiteJson(
            @JsonProperty("needsAttention") boolean needsAttention,
            @JsonProperty("reason") @Nullable String reason,
            @JsonProperty("workflows") long workflows,
            @JsonProperty("missing") long missing,
            @JsonProperty("astray") long astray) {

        private static SiteJson of(Missing known) {
            return new SiteJson(
                    known.reason().isPresent(),
                    known.reason().orElse(null),
                    known.watched(),
                    known.missing(),
                    known.astray());
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
            @JsonProperty("attempts") long attempts,
            @JsonProperty("lastCause") @Nullable String lastCause,
            @JsonProperty("components") List<ComponentJson> components) {

        private static StopJson of(OpenStop open) {
            return new StopJson(
                    open.task().toString(),
                    open.status().label(),
                    open.rack().toString(),
                    TaskAnswers.label(open.stop().state()),
                    open.reason().orElse(null),
                    Times.text(open.stop().requestedAt()),
                    open.stop().attempts(),
                    open.stop().lastCause(),
                    open.attentions().stream().map(ComponentJson::of).toList());
        }
    }

    /** A component that somebody must look at. */
    record ComponentJson(
            @JsonProperty("componentType") String componentType,
            @JsonProperty("componentId") String componentId,
            @JsonProperty("why") String why,
            @JsonProperty("at") String at) {

        private static ComponentJson of(Attention attention) {
            return new ComponentJson(
                    attention.type().label(),
                    attention.component().toString(),
                    attention.why(),
                    Times.text(attention.at()));
        }
    }
}
