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

/** The ids that requests name; each that is none ends the request with the words for it. */
final class IdParser {

    /** The name by which queries give the site. */
    static final String SITE_ID = "siteId";

    /** The names of a query that names a site alone. */
    static final Set<String> SITE_QUERY = Set.of(SITE_ID);

    /** The form of RFC 9562, section 4, which {@link UUID#fromString} does not insist on. */
    private static final Pattern UUID_FORM = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

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

    /** A tray is known by the id of its component. */
    static ComponentId trayInPath(Context context) {
        return parseUuid(context.pathParam("id"))
                .map(ComponentId::new)
                .orElseThrow(() -> new ErrorResponseException(ErrorResponses.INVALID_TRAY_ID));
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

    /** The UUID that the text is, or empty when it is none. */
    static Optional<UUID> parseUuid(String given) {
        return UUID_FORM.matcher(given).matches() ? Optional.of(UUID.fromString(given)) : Optional.empty();
    }
}
