package io.nicotask.adapter.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nicotask.adapter.http.ApiResponse.Success;
import io.nicotask.adapter.http.HttpModule.Readiness;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Reports the state of the server to load balancers and operators. Needs no token and shows no secret. */
final class HealthEndpoints {

    private final CallerSource callers;
    private final Supplier<Readiness> readiness;

    HealthEndpoints(CallerSource callers, Supplier<Readiness> readiness) {
        this.callers = callers;
        this.readiness = readiness;
    }

    /** Reports that the process responds. */
    ApiResponse alive() {
        return new Success(200, new AliveJson("alive"), Map.of());
    }

    /** Reports whether requests can be decided and are carried out. Engines do not count: a cancel does not wait for them. */
    ApiResponse ready() {
        Readiness now = readiness.get();
        boolean keys = callers.isReady();
        boolean ready = now.database() && keys && now.stuckLoops().isEmpty();
        ReadyJson body = new ReadyJson(
                ready ? "ready" : "not ready",
                now.database() ? "up" : "down",
                keys ? "loaded" : "not loaded",
                now.stuckLoops(),
                now.clockAhead().toSeconds());
        return new Success(ready ? 200 : 503, body, ready ? Map.of() : Map.of(HeaderNames.RETRY_AFTER, "1"));
    }

    /** The body of {@code /healthz}. */
    record AliveJson(@JsonProperty("status") String status) {}

    /** The body of {@code /readyz}. */
    record ReadyJson(
            @JsonProperty("status") String status,
            @JsonProperty("database") String database,
            @JsonProperty("keys") String keys,
            @JsonProperty("stuckLoops") List<String> stuckLoops,
            @JsonProperty("clockAheadSeconds") long clockAheadSeconds) {}
}
