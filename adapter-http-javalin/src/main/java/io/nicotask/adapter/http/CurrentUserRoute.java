package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.Answer.Success;
import io.nicotask.application.access.GetCurrentUser;
import io.nicotask.application.access.GetCurrentUserCommand;
import io.nicotask.application.access.GetCurrentUserResult.Denied;
import io.nicotask.application.access.GetCurrentUserResult.Known;
import java.util.Map;
import java.util.Set;

/** {@code GET …/user/current} */
final class CurrentUserRoute implements Route {

    private final Door door;
    private final GetCurrentUser getCurrentUser;

    CurrentUserRoute(Door door, GetCurrentUser getCurrentUser) {
        this.door = door;
        this.getCurrentUser = getCurrentUser;
    }

    @Override
    public Answer answer(Context context) {
        Visit visit = door.identify(context);
        return switch (getCurrentUser.get(new GetCurrentUserCommand(visit.caller(), visit.org(), visit.origin()))) {
            case Known known -> {
                // Only now: who is no member of the org learns nothing of the query either.
                Query.of(context, Set.of());
                yield new Success(200, UserJson.of(known.user()), Map.of());
            }
            case Denied denied -> Problems.of(denied.reason(), visit.orgInPath());
        };
    }
}
