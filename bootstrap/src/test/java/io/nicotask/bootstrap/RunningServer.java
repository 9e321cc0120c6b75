package io.nicotask.bootstrap;

import io.nicotask.adapter.http.DescribedAnswers;
import io.nicotask.application.port.Cause;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.Stopwatch;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.rack.RackHandover;
import io.nicotask.bootstrap.config.Scalar;
import io.nicotask.bootstrap.config.Settings;
import io.nicotask.bootstrap.config.SettingsLoader;
import io.nicotask.bootstrap.embedded.DevelopmentCaller;
import io.nicotask.bootstrap.embedded.DevelopmentIssuer;
import io.nicotask.bootstrap.embedded.SimulatedRack;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskRequest;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A whole server in this process, on embedded parts or on what the test gives it, and what a test does with it. */
public final class RunningServer implements AutoCloseable {

    private static final Cause TEST = Cause.of(Actor.system("test"));

    private final HttpClient client = HttpClient.newHttpClient();
    private final Lifetime lifetime = new Lifetime();
    private final Server server;
    private final Announcement announcement;
    private final @Nullable DevelopmentIssuer issuer;
    private volatile @Nullable DescribedAnswers described;

    /**
     * Starts a server on a free port, without demo tasks.
     *
     * @param config the configuration file, or null
     * @param flags what the test wants otherwise
     */
    public RunningServer(@Nullable Path config, Map<Scalar, String> flags) {
        this(config, flags, SimulatedRack::new);
    }

    /** As above, with other hardware where the parts for development are. */
    public RunningServer(@Nullable Path config, Map<Scalar, String> flags, Function<Stopwatch, RackHardware> racks) {
        Map<Scalar, String> all = new EnumMap<>(Scalar.class);
        all.put(Scalar.HTTP_PORT, "0");
        all.put(Scalar.DATA_EPHEMERAL, "true");
        all.put(Scalar.DEVELOPMENT_DEMO, "false");
        all.putAll(flags);
        Settings settings = new SettingsLoader(Map.of()).load(config, all);
        try {
            this.server = new Server(settings, lifetime, racks);
            this.announcement = server.announce();
        } catch (RuntimeException fault) {
            lifetime.close();
            throw fault;
        }
        Path keys = server.tokenDirectory();
        this.issuer = keys == null ? null : DevelopmentIssuer.load(keys).orElseThrow();
    }

    Announcement announcement() {
        return announcement;
    }

    /** Where the Temporal of its first site listens. */
    public String temporalTarget() {
        return announcement.temporalTarget();
    }

    public Ports ports() {
        return server.ports();
    }

    /** The validator of every server. */
    public static Validator validator() {
        return Server.validator();
    }

    UseCases useCases() {
        return server.useCases();
    }

    /** The rows of its database. */
    Rows rows() {
        return new Rows(server.databaseSettings());
    }

    /** A token of the development issuer, for one org with these roles. */
    String token(String org, String... roles) {
        DevelopmentCaller caller = new DevelopmentCaller("alice", org, List.of(roles));
        return issuer.token(caller, Duration.ofDays(1), Instant.now());
    }

    /** The scope of a site, as the system sees it. */
    public TaskScope scope(SiteId site) {
        return ports().access().forSystem(site).orElseThrow();
    }

    /** Keeps a new task with its start asked for, but has nobody look at it before the relay's next round. */
    TaskId submit(SiteId site, Operation operation) {
        TaskId id = new TaskId(UUID.randomUUID());
        Task task = Task.submitted(id, request(site, operation), ports().clock().instant());
        return ports().transactions().inTransaction(() -> {
            ports().racks().lock(scope(site), task.request().rack());
            ports().tasks().add(scope(site), task, TEST);
            new RackHandover(ports()).begin(scope(site), task);
            return id;
        });
    }

    /** Keeps a task that nobody starts. */
    public Task keep(Task task) {
        ports().tasks().add(scope(task.request().site()), task, TEST);
        return task;
    }

    public static TaskRequest request(SiteId site, Operation operation) {
        return new TaskRequest(site, new RackId(UUID.randomUUID()), operation, Components.WHOLE_RACK, "test", null);
    }

    /** Writes a decided step of a task. */
    public void write(Task before, Task after) {
        ports().tasks().update(scope(before.request().site()), new TaskChange(before, after, TEST));
    }

    Task task(SiteId site, TaskId id) {
        return ports().tasks().find(scope(site), id).orElseThrow();
    }

    HttpResponse<String> get(String path, String token) {
        return send(request(path, token).GET());
    }

    HttpResponse<String> post(String path, String token, String body) {
        return send(request(path, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Cancels on the newer mount, as the org {@code demo-org}. */
    public HttpResponse<String> cancel(SiteId site, TaskId task, String token) {
        return post("/v2/org/demo-org/nico/task/" + task + "/cancel", token, "{\"siteId\":\"" + site + "\"}");
    }

    /** Submits a task for a whole rack over HTTP, as the org {@code demo-org}. */
    public HttpResponse<String> submit(SiteId site, UUID rack, Operation operation, String token) {
        String body = """
                {"siteId":"%s","rackId":"%s","operation":{"type":"%s","code":"%s"}}
                """.formatted(site, rack, operation.type().code(), operation.code());
        return post("/v2/org/demo-org/nico/task", token, body);
    }

    public HttpResponse<String> get(SiteId site, TaskId task, String token) {
        return get("/v2/org/demo-org/nico/task/" + task + "?siteId=" + site, token);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            DescribedAnswers expected = described();
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            expected.check(answer);
            return answer;
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** What the server says of itself; everything that it answers is held against it. */
    private DescribedAnswers described() throws IOException, InterruptedException {
        if (described == null) {
            described = DescribedAnswers.by(
                    client.send(request("/openapi.json").build(), HttpResponse.BodyHandlers.ofString())
                            .body());
        }
        return described;
    }

    public HttpRequest.Builder request(String path, String token) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(announcement.url() + path));
    }

    @Override
    public void close() {
        lifetime.close();
    }
}
