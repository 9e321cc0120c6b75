package io.nicotask.adapter.http;

import io.javalin.Javalin;
import io.javalin.util.JavalinException;
import io.nicotask.adapter.http.HttpModule.Settings;
import io.nicotask.adapter.http.HttpModule.WarmUpRequests;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.LocalConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A second server with the same use cases. It accepts requests from this process only and logs none. Classes loaded,
 * code compiled and connections opened by its requests speed up the first requests of clients.
 */
final class WarmUpServer {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUpServer.class);

    /** An id that no task has. */
    private static final UUID NO_TASK = new UUID(0, 0);

    private static final String SERVER_ERROR = "HTTP/1.1 5";

    private final RouteSettings routes;
    private final WarmUpRequests warmUp;
    private final Javalin server;

    WarmUpServer(Settings settings, TaskRoutes routes, WarmUpRequests warmUp) {
        this.routes = routes.settings();
        this.warmUp = warmUp;
        this.server = JavalinServer.forWarmUp(settings, routes.forWarmUp(warmUp.caller()));
    }

    /** Sends requests with one client per concurrent cancel, until enough were sent or one fails. */
    void run() {
        try {
            server.start();
            sendRequests();
        } catch (JavalinException fault) {
            LOG.debug("The warm-up has failed", fault);
        } finally {
            server.stop();
        }
    }

    private void sendRequests() {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            LocalConnector connector =
                    (LocalConnector) server.jettyServer().server().getConnectors()[0];
            for (int client = 0; client < routes.capacity().cancels(); client++) {
                clients.execute(() -> sendRequests(connector));
            }
        }
    }

    private void sendRequests(LocalConnector connector) {
        try {
            while (warmUp.more().getAsBoolean()) {
                for (String request : requests()) {
                    if (connector.getResponse(request).startsWith(SERVER_ERROR)) {
                        return;
                    }
                }
            }
        } catch (Exception fault) {
            LOG.debug("The warm-up ended early", fault);
        }
    }

    /** Returns requests that change nothing and whose responses are not audited. */
    private List<String> requests() {
        String org =
                URLEncoder.encode(warmUp.org().value(), StandardCharsets.UTF_8).replace("+", "%20");
        String tasks = "/v2/org/" + org + "/" + routes.api().name() + "/task";
        String site = "?siteId=" + warmUp.site();
        String body = "{\"siteId\":\"" + warmUp.site() + "\"}";
        return List.of(
                request("POST", tasks + "/" + NO_TASK + "/cancel", body),
                request("GET", tasks + "/" + NO_TASK + site, ""),
                request("GET", tasks + site, ""));
    }

    private static String request(String method, String path, String body) {
        return """
                %s %s HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer warm-up\r
                Content-Type: application/json\r
                Content-Length: %d\r
                Connection: close\r
                \r
                %s""".formatted(method, path, body.length(), body);
    }
}
