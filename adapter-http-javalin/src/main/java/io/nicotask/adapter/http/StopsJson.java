package io.nicotask.adapter.http;

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
record StopsJson(SiteJson site, List<StopJson> stops) {

    static StopsJson of(Listed listed) {
        return new StopsJson(
                SiteJson.of(listed.workflows()),
                listed.stops().stream().map(StopJson::of).toList());
    }

    /** The workflows of a site's open tasks, as the engine knows them. */
    record SiteJson(boolean needsAttention, @Nullable String reason, long workflows, long missing, long astray) {

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
            String taskId,
            String status,
            String rackId,
            String stop,
            @Nullable String reason,
            String requested,
            long attempts,
            @Nullable String lastCause,
            List<ComponentJson> components) {

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
    record ComponentJson(String componentType, String componentId, String why, String at) {

        private static ComponentJson of(Attention attention) {
            return new ComponentJson(
                    attention.type().label(),
                    attention.component().toString(),
                    attention.why(),
                    Times.text(attention.at()));
        }
    }
}
