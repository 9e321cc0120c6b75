package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.ApiResponse.Success;
import io.nicotask.application.user.GetCurrentUser;
import io.nicotask.application.user.GetCurrentUser.Result.Denied;
import io.nicotask.application.user.GetCurrentUser.Result.Found;
import java.util.Map;
import java.util.Set;

/** {@code GET …/user/current} */
final class CurrentUserRoute implements BulkheadRoute {

    private final GetCurrentUser getCurrentUser;

    CurrentUserRoute(GetCurrentUser getCurrentUser) {
        this.getCurrentUser = getCurrentUser;
    }

    @Override
    public ApiResponse handle(AuthenticatedRequest request, Context context) {
        return switch (getCurrentUser.get(new GetCurrentUser.Command(request.context()))) {
            case Found known -> {
                // After the membership: to a caller of another org the response does not depend on the query.
                QueryParameters.of(context, Set.of());
                yield new Success(200, UserJson.of(known.user()), Map.of());
            }
            case Denied denied -> ErrorResponses.of(denied.reason(), request.orgInPath());
        };
    }
}
