package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Parses the ids in requests. An invalid id ends the request with the error response for its kind. */
final class IdParser {

    /** The query parameter that names the site. */
    static final String SITE_ID = "siteId";

    /** The parameters of a query that names a site only. */
    static final Set<String> SITE_QUERY = Set.of(SITE_ID);

    /** The format of RFC 9562, section 4, which {@link UUID#fromString} does not enforce. */
    private static final Pattern UUID_FORMAT = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private IdParser() {}

    static TaskId taskInPath(Context context) {
        return parseUuid(context.pathParam("id"))
                .map(TaskId::new)
                .orElseThrow(() -> new ErrorResponseException(ErrorResponses.INVALID_TASK_ID));
    }

    static RackId rackInPath(Context context) {
        return parseUuid(context.pathParam("id"))
                .map(RackId::new)
                .orElseThrow(() -> new ErrorResponseException(ErrorResponses.INVALID_RACK_ID));
    }

    /** Parses the id of a tray, which is the id of its component. */
    static ComponentId trayInPath(Context context) {
        return parseUuid(context.pathParam("id"))
                .map(ComponentId::new)
                .orElseThrow(() -> new ErrorResponseException(ErrorResponses.INVALID_TRAY_ID));
    }

    static SiteId siteInPath(Context context) {
        return parseUuid(context.pathParam("id"))
                .map(SiteId::new)
                .orElseThrow(() -> new ErrorResponseException(ErrorResponses.INVALID_SITE_ID_IN_URL));
    }

    static SiteId siteInQuery(QueryParameters query) {
        String given = query.value(SITE_ID);
        if (given.isBlank()) {
            throw new ErrorResponseException(ErrorResponses.SITE_ID_MISSING);
        }
        return site(given);
    }

    static SiteId site(String given) {
        return parseUuid(given)
                .map(SiteId::new)
                .orElseThrow(() -> new ErrorResponseException(ErrorResponses.INVALID_SITE_ID));
    }

    /** Returns the UUID, or empty when the text is not a UUID. */
    static Optional<UUID> parseUuid(String given) {
        return UUID_FORMAT.matcher(given).matches() ? Optional.of(UUID.fromString(given)) : Optional.empty();
    }
}
