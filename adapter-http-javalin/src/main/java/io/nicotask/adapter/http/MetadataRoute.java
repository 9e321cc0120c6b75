package io.nicotask.adapter.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.http.Context;
import io.nicotask.adapter.http.Answer.Success;
import io.nicotask.adapter.http.HttpModule.Build;
import java.util.Map;
import java.util.Set;

/** {@code GET …/metadata}: a token is enough, as nothing of any org is told. */
final class MetadataRoute implements Route {

    private final Door door;
    private final Success answer;

    MetadataRoute(Door door, Build build) {
        this.door = door;
        this.answer = new Success(200, new MetadataJson(build.version(), Times.text(build.time())), Map.of());
    }

    @Override
    public Answer answer(Context context) {
        door.identify(context);
        Query.of(context, Set.of());
        return answer;
    }

    /** What the server was built from. */
    record MetadataJson(
            @JsonProperty("version") String version,
            @JsonProperty("buildTime") String buildTime) {}
}
