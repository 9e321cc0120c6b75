package io.nicotask.adapter.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.http.Context;
import io.nicotask.adapter.http.ApiResponse.Success;
import io.nicotask.adapter.http.HttpModule.Build;
import java.util.Map;
import java.util.Set;

/** {@code GET …/metadata}. Any valid token is enough, because the response shows nothing of an org. */
final class MetadataRoute implements Route {

    private final Success response;

    MetadataRoute(Build build) {
        this.response = new Success(200, new MetadataJson(build.version(), Rfc3339.format(build.time())), Map.of());
    }

    @Override
    public ApiResponse handle(Context context) {
        QueryParameters.of(context, Set.of());
        return response;
    }

    /** The body of the response. */
    record MetadataJson(
            @JsonProperty("version") String version,
            @JsonProperty("buildTime") String buildTime) {}
}
