package io.nicotask.bootstrap;

import io.nicotask.adapter.http.OpenApiResponseCheck;
import io.nicotask.application.contract.DirectWrites;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.MonotonicClock;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.bootstrap.config.Setting;
import io.nicotask.bootstrap.config.Settings;
import io.nicotask.bootstrap.config.SettingsLoader;
import io.nicotask.bootstrap.embedded.DevelopmentCaller;
import io.nicotask.bootstrap.embedded.DevelopmentIssuer;
import io.nicotask.bootstrap.hardware.SimulatedRack;
import io.nicotask.bootstrap.wiring.Application;
import io.nicotask.bootstrap.wiring.Lifecycle;
import io.nicotask.bootstrap.wiring.StartupReport;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
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

/**
 * A complete server in this process, on embedded services or on those that the test provides, with helpers for tests.
 */
public final class RunningServer implements AutoCloseable {

    private static final ChangeCause TEST = ChangeCause.of(Actor.system("test"));

    private final HttpClient client = HttpClient.newHttpClient();
    private final Lifecycle lifecycle = new Lifecycle();
    private final Application application;
    private final StartupReport report;
    private final @Nullable DevelopmentIssuer issuer;
    private volatile @Nullable OpenApiResponseCheck described;
    private volatile boolean checksResponses = true;

    /**
     * Starts a server on a free port, without demo tasks.
     *
     * @param config the configuration file, or null
     * @param flags further settings
     */
    public RunningServer(@Nullable Path config, Map<Setting, String> flags) {
        this(config, flags, SimulatedRack::new);
    }

    /** Starts a server with other hardware for development mode. */
    public RunningServer(
            @Nullable Path config, Map<Setting, String> flags, Function<MonotonicClock, RackHardware> racks) {
        Map<Setting, String> all = new EnumMap<>(Setting.class);
        all.put(Setting.HTTP_PORT, "0");
        all.put(Setting.DATA_EPHEMERAL, "true");
        all.put(Setting.DEVELOPMENT_DEMO, "false");
        all.putAll(flags);
        Settings settings = new SettingsLoader(Map.of()).load(config, all);
        try {
            this.application = new Application(settings, lifecycle, racks);
            this.report = application.reportStartup();
        } catch (RuntimeException fault) {
            lifecycle.close();
            throw fault;
        }
        Path keys = application.tokenDirectory();
        this.issuer = keys == null ? null : DevelopmentIssuer.load(keys).orElseThrow();
    }

    /** Takes responses as they are, and returns this server: for benchmarks, whose clients share the cores with it. */
    public RunningServer withoutResponseChecks() {
        checksResponses = false;
        return this;
    }

    StartupReport startupReport() {
        return report;
    }

    /** Returns the address of its first site's Temporal. */
    public String temporalTarget() {
        return report.temporalTarget();
    }

    public Ports ports() {
        return application.ports();
    }

    SubmitTask submitTask() {
        return application.submitTask();
    }

    /** Returns the rows of its database. */
    public DatabaseRows rows() {
        return new DatabaseRows(application.databaseSettings());
    }

    /** Returns a development token for one org with these roles. */
    String token(String org, String... roles) {
        DevelopmentCaller caller = new DevelopmentCaller("alice", org, List.of(roles));
        return issuer.token(caller, Duration.ofDays(1), Instant.now());
    }

    /** Returns the site's scope for the system. */
    public TaskScope scope(SiteId site) {
        return ports().access().forSystem(site).orElseThrow();
    }

    /** Inserts a new task with the work to start its workflow, which is claimed at once. */
    TaskId submit(SiteId site, Operation operation) {
        TaskId id = new TaskId(UUID.randomUUID());
        return insertWithStart(Task.submitted(
                        id, request(site, operation), ports().clock().instant()))
                .id();
    }

    /** Inserts a task that holds its rack, with the work to start its workflow. */
    public Task insertWithStart(Task task) {
        writes().write(
                        scope(task.spec().site()),
                        task.spec().rack(),
                        new TaskSubmitted(task, TEST),
                        new RackGranted(task, Delivery.AT_ONCE));
        return task;
    }

    /** Inserts a task without a start. */
    public Task insertTask(Task task) {
        writes().insertTask(scope(task.spec().site()), task, TEST);
        return task;
    }

    public static TaskSpec request(SiteId site, Operation operation) {
        return new TaskSpec(
                site, new RackId(UUID.randomUUID()), operation, ComponentSelection.WHOLE_RACK, "test", null);
    }

    /** Writes a transition of a task. */
    public void write(Task before, Task after) {
        writes().update(scope(before.spec().site()), new TaskChange(before, after, TEST));
    }

    Task task(SiteId site, TaskId id) {
        return ports().tasks().find(scope(site), id).orElseThrow().task();
    }

    private DirectWrites writes() {
        return DirectWrites.to(ports().storage());
    }

    HttpResponse<String> get(String path, String token) {
        return send(request(path, token).GET());
    }

    HttpResponse<String> post(String path, String token, String body) {
        return send(request(path, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Cancels with the newer path, as the org {@code demo-org}. */
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
            OpenApiResponseCheck expected = checksResponses ? described() : null;
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (expected != null) {
                expected.check(answer);
            }
            return answer;
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Returns a check of responses against the server's own OpenAPI document. */
    private OpenApiResponseCheck described() throws IOException, InterruptedException {
        if (described == null) {
            described = OpenApiResponseCheck.by(
                    client.send(request("/openapi.json").build(), HttpResponse.BodyHandlers.ofString())
                            .body());
        }
        return described;
    }

    public HttpRequest.Builder request(String path, String token) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(report.url() + path));
    }

    @Override
    public void close() {
        lifecycle.close();
    }
}
