package io.nicotask.adapter.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nicotask.adapter.http.ApiResponse.Success;
import io.nicotask.adapter.http.HttpModule.Readiness;
import io.nicotask.application.port.CallerAuthenticator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reports the state of the server to load balancers and operators. Needs no token and shows no secret. */
final class HealthEndpoints {

    private final CallerAuthenticator authenticator;
    private final Supplier<Readiness> readiness;

    HealthEndpoints(CallerAuthenticator authenticator, Supplier<Readiness> readiness) {
        this.authenticator = authenticator;
        this.readiness = readiness;
    }

    /** Reports that the process responds. */
    ApiResponse alive() {
        return new Success(200, new AliveJson("alive"), Map.of());
    }

    /** Reports whether requests can be decided. Engines are shown but do not count: a cancel does not wait for them. */
    ApiResponse ready() {
        Readiness now = readiness.get();
        boolean keys = authenticator.isReady();
        boolean ready = now.database() && keys;
        Map<String, String> temporal = new TreeMap<>();
        now.temporal().forEach((name, reachable) -> temporal.put(name, upOrDown(reachable)));
        ReadyJson body = new ReadyJson(
                ready ? "ready" : "not ready", upOrDown(now.database()), keys ? "loaded" : "not loaded", temporal);
        return new Success(ready ? 200 : 503, body, ready ? Map.of() : Map.of(HeaderNames.RETRY_AFTER, "1"));
    }

    private static String upOrDown(boolean up) {
        return up ? "up" : "down";
    }

    /** The body of {@code /healthz}. */
    record AliveJson(@JsonProperty("status") String status) {}

    /** The body of {@code /readyz}. */
    record ReadyJson(
            @JsonProperty("status") String status,
            @JsonProperty("database") String database,
            @JsonProperty("keys") String keys,
            @JsonProperty("temporal") Map<String, String> temporal) {}
}
