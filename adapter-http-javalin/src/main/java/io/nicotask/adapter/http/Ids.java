package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.TaskId;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** The ids that requests name; each that is none ends the request with the words for it. */
final class Ids {

    /** The name by which queries give the site. */
    static final String SITE_ID = "siteId";

    /** The names of a query that names a site alone. */
    static final Set<String> QUERY = Set.of(SITE_ID);

    /** The form of RFC 9562, section 4, which {@link UUID#fromString} does not insist on. */
    private static final Pattern UUID_FORM = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private Ids() {}

    static TaskId taskInPath(Context context) {
        return uuid(context.pathParam("id")).map(TaskId::new).orElseThrow(() -> new Refusal(Problems.INVALID_TASK_ID));
    }

    static RackId rackInPath(Context context) {
        return uuid(context.pathParam("id")).map(RackId::new).orElseThrow(() -> new Refusal(Problems.INVALID_RACK_ID));
    }

    /** A tray is known by the id of its component. */
    static ComponentId trayInPath(Context context) {
        return uuid(context.pathParam("id"))
                .map(ComponentId::new)
                .orElseThrow(() -> new Refusal(Problems.INVALID_TRAY_ID));
    }

    static SiteId siteInQuery(Query query) {
        String told = query.value(SITE_ID);
        if (told.isBlank()) {
            throw new Refusal(Problems.SITE_ID_MISSING);
        }
        return site(told);
    }

    static SiteId site(String told) {
        return uuid(told).map(SiteId::new).orElseThrow(() -> new Refusal(Problems.INVALID_SITE_ID));
    }

    /** The UUID that the text is, or empty when it is none. */
    static Optional<UUID> uuid(String told) {
        return UUID_FORM.matcher(told).matches() ? Optional.of(UUID.fromString(told)) : Optional.empty();
    }
}
