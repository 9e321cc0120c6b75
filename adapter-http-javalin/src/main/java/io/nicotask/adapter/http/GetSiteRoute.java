package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.ApiResponse.Success;
import io.nicotask.application.site.GetSite;
import io.nicotask.application.site.GetSite.Result.Denied;
import io.nicotask.application.site.GetSite.Result.Found;
import io.nicotask.application.site.GetSite.Result.NotFound;
import io.nicotask.domain.value.SiteId;
import java.util.Map;
import java.util.Set;

/** {@code GET …/site/{id}} */
final class GetSiteRoute implements BulkheadRoute {

    private final GetSite getSite;

    GetSiteRoute(GetSite getSite) {
        this.getSite = getSite;
    }

    @Override
    public ApiResponse handle(AuthenticatedRequest request, Context context) {
        SiteId site = IdParser.siteInPath(context);
        QueryParameters.of(context, Set.of());
        return switch (getSite.get(new GetSite.Command(request.context(), site))) {
            case Found found -> new Success(200, SiteJson.of(found.site()), Map.of());
            case NotFound none -> ErrorResponses.SITE_NOT_FOUND;
            case Denied denied -> ErrorResponses.of(denied.reason(), request.orgInPath());
        };
    }
}
