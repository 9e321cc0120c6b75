package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.Answer.Success;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.TaskListing.Position;
import io.nicotask.application.stop.ListStops;
import io.nicotask.application.stop.ListStopsCommand;
import io.nicotask.application.stop.ListStopsResult.Denied;
import io.nicotask.application.stop.ListStopsResult.Listed;
import io.nicotask.domain.access.SiteId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET …/stop} */
final class ListStopsRoute implements Route {

    private static final String CURSOR = "cursor";
    private static final Set<String> NAMES = Set.of(Ids.SITE_ID, Pages.SIZE, CURSOR);

    private final Door door;
    private final ListStops listStops;

    ListStopsRoute(Door door, ListStops listStops) {
        this.door = door;
        this.listStops = listStops;
    }

    @Override
    public Answer answer(Context context) {
        Visit visit = door.enter(context, Action.LIST_STOPS);
        Query query = Query.of(context, NAMES);
        SiteId site = Ids.siteInQuery(query);
        int size = Pages.of(query).size();
        Position after = Cursor.read(query.value(CURSOR));
        return switch (listStops.list(
                new ListStopsCommand(visit.caller(), visit.org(), site, after, size, visit.origin()))) {
            case Listed listed -> new Success(200, StopsJson.of(listed), headers(listed.next()));
            case Denied denied -> Problems.of(denied.reason(), visit.orgInPath());
        };
    }

    private static Map<String, String> headers(@Nullable Position next) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(Headers.VARY, Headers.ACCEPT_ENCODING);
        if (next != null) {
            headers.put(Headers.NEXT_CURSOR, Cursor.text(next));
        }
        return headers;
    }
}
