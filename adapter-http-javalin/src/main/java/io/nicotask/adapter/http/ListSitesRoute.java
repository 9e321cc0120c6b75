package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.ApiResponse.Success;
import io.nicotask.application.port.SiteDirectory.SitePage;
import io.nicotask.application.site.ListSites;
import io.nicotask.application.site.ListSites.Result.Denied;
import io.nicotask.application.site.ListSites.Result.Found;
import java.util.Map;
import java.util.Set;

/** {@code GET …/site} */
final class ListSitesRoute implements BulkheadRoute {

    private static final Set<String> NAMES = Set.of(PageRequest.NUMBER, PageRequest.SIZE);

    private final ListSites listSites;

    ListSitesRoute(ListSites listSites) {
        this.listSites = listSites;
    }

    @Override
    public ApiResponse handle(AuthenticatedRequest request, Context context) {
        PageRequest page = PageRequest.of(QueryParameters.of(context, NAMES));
        return switch (listSites.list(new ListSites.Command(request.context(), page.number(), page.size()))) {
            case Found found -> response(found.page(), page);
            case Denied denied -> ErrorResponses.of(denied.reason(), request.orgInPath());
        };
    }

    private static ApiResponse response(SitePage found, PageRequest page) {
        return new Success(
                200,
                found.sites().stream().map(SiteJson::of).toList(),
                Map.of(
                        HeaderNames.PAGINATION,
                        page.paginationHeader(found.total()),
                        HeaderNames.VARY,
                        HeaderNames.ACCEPT_ENCODING));
    }
}
