package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.ApiResponse.Success;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.application.stop.ListStops;
import io.nicotask.application.stop.ListStops.Result.Denied;
import io.nicotask.application.stop.ListStops.Result.Found;
import io.nicotask.domain.value.SiteId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET …/stop} */
final class ListStopsRoute implements BulkheadRoute {

    private static final String CURSOR = "cursor";
    private static final Set<String> NAMES = Set.of(IdParser.SITE_ID, PageRequest.SIZE, CURSOR);

    private final ListStops listStops;

    ListStopsRoute(ListStops listStops) {
        this.listStops = listStops;
    }

    @Override
    public ApiResponse handle(AuthenticatedRequest request, Context context) {
        QueryParameters query = QueryParameters.of(context, NAMES);
        SiteId site = IdParser.siteInQuery(query);
        int size = PageRequest.of(query).size();
        Position after = Cursor.read(query.value(CURSOR));
        return switch (listStops.list(new ListStops.Command(request.context(), site, after, size))) {
            case Found found -> new Success(200, StopListJson.of(found), headers(found.next()));
            case Denied denied -> ErrorResponses.of(denied.reason(), request.orgInPath());
        };
    }

    private static Map<String, String> headers(@Nullable Position next) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HeaderNames.VARY, HeaderNames.ACCEPT_ENCODING);
        if (next != null) {
            headers.put(HeaderNames.NEXT_CURSOR, Cursor.text(next));
        }
        return headers;
    }
}
