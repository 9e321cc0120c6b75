package io.nicotask.bootstrap.benchmark;

import io.nicotask.application.port.Ports;
import io.nicotask.bootstrap.RunningServer;
import io.nicotask.bootstrap.config.Scalar;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.embedded.DevelopmentCaller;
import io.nicotask.bootstrap.embedded.DevelopmentIssuer;
import io.nicotask.domain.task.TaskId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A whole server in this process, configured as in production, and the requests of an administrator. */
final class Site implements AutoCloseable {

    private static final String CONFIGURATION = """
            issuers:
              - name: benchmark
                issuer: %s
                jwks: %s
                claimMappings: [{orgName: %s, rolesAttribute: %s, isServiceAccount: false}]
            organizations:
              - {org: %s, provider: 550e8400-e29b-41d4-a716-446655440000, sites: [{id: %s}]}
            """;

    private final RunningServer server;
    private final String token;

    private Site(RunningServer server, String token) {
        this.server = server;
        this.token = token;
    }

    /** A server that has Temporal's in-memory server for itself. */
    static Site withTemporal(Database database) throws IOException {
        return start(database, Map.of());
    }

    /** A server whose Temporal is away: nobody listens at its address. */
    static Site withoutTemporal(Database database) throws IOException {
        return start(database, Map.of(Scalar.TEMPORAL_TARGET, "127.0.0.1:" + portOfNobody()));
    }

    private static int portOfNobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Site start(Database database, Map<Scalar, String> more) throws IOException {
        DevelopmentIssuer issuer = DevelopmentIssuer.createOrLoad(database.directory());
        Path file = Files.writeString(
                database.directory().path().resolve("benchmark.yaml"),
                CONFIGURATION.formatted(
                        DevelopmentIssuer.ISSUER, issuer.keySet(), DemoOrg.NAME, DevelopmentIssuer.ROLES_CLAIM,
                        DemoOrg.NAME, DemoOrg.SITE));
        Map<Scalar, String> flags = new EnumMap<>(database.settings());
        flags.putAll(more);
        DevelopmentCaller caller =
                new DevelopmentCaller("benchmark", DemoOrg.NAME.value(), List.of("PROVIDER_ADMIN"));
        return new Site(new RunningServer(file, flags), issuer.token(caller, Duration.ofHours(1), Instant.now()));
    }

    Ports ports() {
        return server.ports();
    }

    URI address() {
        return server.request("/", token).build().uri();
    }

    /** The bytes of a cancel. */
    byte[] cancel(TaskId task) {
        return HttpConnection.request(
                "POST", path(task) + "/cancel", token, "{\"siteId\":\"%s\"}".formatted(DemoOrg.SITE));
    }

    /** The bytes of a question for a task. */
    byte[] get(TaskId task) {
        return HttpConnection.request("GET", path(task) + "?siteId=" + DemoOrg.SITE, token, "");
    }

    private static String path(TaskId task) {
        return "/v2/org/%s/nico/task/%s".formatted(DemoOrg.NAME, task);
    }

    @Override
    public void close() {
        server.close();
    }
}
