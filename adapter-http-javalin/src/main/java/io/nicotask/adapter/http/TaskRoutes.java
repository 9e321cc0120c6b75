package io.nicotask.adapter.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.servlet.JavalinServlet;
import io.javalin.router.InternalRouter;
import io.nicotask.adapter.http.HttpModule.Api;
import io.nicotask.adapter.http.HttpModule.Build;
import io.nicotask.adapter.http.HttpModule.Capacity;
import io.nicotask.adapter.http.HttpModule.Dependencies;
import io.nicotask.application.NicoTasks.CallerUseCases;
import io.nicotask.application.port.AuditTrail.AuditEntry.Action;
import io.nicotask.application.port.CallerAuthenticator.Authentication;
import io.nicotask.application.port.CallerAuthenticator.Authentication.Authenticated;
import io.nicotask.application.port.CallerAuthenticator.KeysUnavailable;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.application.task.ListTasks;
import io.nicotask.domain.access.Caller;
import jakarta.servlet.http.HttpServlet;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/**
 * The routes of the Task API, to be served by a host: below a path of its Javalin ({@link #addTo}), or as a servlet in
 * any container ({@link #servlet}). Headers and bodies are those of {@link HttpModule}, which serves the same routes;
 * {@code Location} and the OpenAPI description name the path below which they are.
 *
 * <p>The routes bound the length of bodies and the number of requests that use the storage. The host bounds the
 * connections and the time that a client may take, and answers what is not HTTP.
 *
 * <p>Thread-safe. An instance that is mounted more than once has one set of limits for all mounts.
 */
public final class TaskRoutes {

    private static final Logger ACCESS = LoggerFactory.getLogger("io.nicotask.adapter.http.access");
    private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)*");

    private final Settings settings;
    private final Dependencies dependencies;
    private final Duration bulkheadWait;
    private final ResponseWriter writer;
    private final JsonBody bodies;
    private final TaskResponses responses;
    private final RequestAuthenticator authenticator;
    private final Logger access;
    private final Javalin javalin;
    private final RequestEntryServlet servlet;

    private TaskRoutes(
            Settings settings,
            Dependencies dependencies,
            Duration bulkheadWait,
            Function<String, Authentication> authenticate,
            Logger access,
            Logger log) {
        JsonCodec json = new JsonCodec(settings.api().name());
        this.settings = settings;
        this.dependencies = dependencies;
        this.bulkheadWait = bulkheadWait;
        this.writer = new ResponseWriter(json, log);
        this.bodies = new JsonBody(json);
        this.responses = new TaskResponses(settings.api());
        this.authenticator =
                new RequestAuthenticator(authenticate, dependencies.useCases().authorizeProvider());
        this.access = access;
        this.javalin = Javalin.create(this::configure);
        this.servlet = new RequestEntryServlet(
                new CommonHeaders(dependencies.requestIds()), new JavalinServlet(javalin.unsafe));
    }

    /** Creates the routes over use cases. */
    public static TaskRoutes over(Settings settings, Dependencies dependencies) {
        return over(settings, dependencies, ConnectionDeadlines.Limits.DEFAULT.bulkheadWait());
    }

    static TaskRoutes over(Settings settings, Dependencies dependencies, Duration bulkheadWait) {
        Function<String, Authentication> authenticate = dependencies.authenticator()::authenticate;
        return new TaskRoutes(settings, dependencies, bulkheadWait, authenticate, ACCESS, ResponseWriter.LOG);
    }

    /** Creates routes whose requests all come from the caller, and are not logged. */
    static TaskRoutes forWarmUp(Settings settings, Dependencies dependencies, Duration bulkheadWait, Caller caller) {
        return new TaskRoutes(
                settings,
                dependencies,
                bulkheadWait,
                token -> new Authenticated(caller),
                NOPLogger.NOP_LOGGER,
                NOPLogger.NOP_LOGGER);
    }

    /**
     * Serves every request whose path is the prefix or begins with it and a slash, whatever the method. Of the other
     * handlers of the Javalin these requests reach only the before-handlers that were registered earlier, and the
     * request loggers; exceptions and errors of the routes do not reach the mappers of the Javalin.
     *
     * @param routes the routes of the host's configuration
     * @param prefix the path below which the routes are, such as {@code /tasks}; empty for all paths
     * @throws IllegalArgumentException when the prefix is no path of plain segments, or ends with a slash
     */
    public void addTo(RoutesConfig routes, String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("Not a path of plain segments: " + prefix);
        }
        Handler serve = context -> {
            context.skipRemainingHandlers();
            servlet.serve(context.req(), context.res(), context.contextPath() + prefix);
        };
        if (prefix.isEmpty()) {
            routes.before(serve);
        } else {
            routes.before(prefix, serve);
            routes.before(prefix + "/*", serve);
        }
    }

    /**
     * Returns the routes as a servlet. It serves the paths below its mapping, such as {@code /tasks/*}; its responses
     * are written on the thread of the request.
     */
    public HttpServlet servlet() {
        return servlet;
    }

    InternalRouter router() {
        return javalin.unsafe.internalRouter;
    }

    private void configure(JavalinConfig config) {
        config.concurrency.useVirtualThreads = true;
        config.startup.startupWatcherEnabled = false;
        config.router.ignoreTrailingSlashes = false;
        config.router.javaLangErrorHandler(writer::sendInternalError);
        config.http.defaultContentType = JsonCodec.CONTENT_TYPE;
        config.http.compressionStrategy = CompressionStrategy.GZIP;
        config.requestLogger.http((context, millis) -> access.info(
                "{} {} answered {} in {} ms",
                context.method(),
                context.path(),
                context.statusCode(),
                Math.round(millis)));
        config.routes.before(new UnmatchedRequests(
                config.unsafe.internalRouter, settings.api().name())::refuseUnmatched);
        register(new Routes(config.routes, writer, authenticator));
        exceptions(config.routes);
    }

    private void register(Routes routes) {
        String prefix = "/v2/org/{org}/" + settings.api().name();
        CallerUseCases useCases = dependencies.useCases();
        Bulkhead others = Bulkhead.forOtherRequests(settings.capacity().others(), bulkheadWait);
        taskRoutes(routes, prefix, others, useCases);
        stopRoutes(routes, prefix, others, useCases);
        siteRoutes(routes, prefix, others, useCases);
        routes.get(prefix + "/user/current", others, new CurrentUserRoute(useCases.getCurrentUser()));
        routes.getWithoutStorageForCallers(prefix + "/metadata", new MetadataRoute(settings.build()));
        HealthEndpoints health = new HealthEndpoints(dependencies.authenticator(), dependencies.readiness());
        routes.getWithoutStorageForEveryone("/healthz", context -> health.alive());
        routes.getWithoutStorageForEveryone("/readyz", context -> health.ready());
        OpenApiDocument openApi = new OpenApiDocument(settings);
        routes.getWithoutStorageForEveryone("/openapi.yaml", context -> openApi.yaml(context.contextPath()));
        routes.getWithoutStorageForEveryone("/openapi.json", context -> openApi.json(context.contextPath()));
        DocsPage docs = new DocsPage();
        routes.getWithoutStorageForEveryone("/docs", context -> docs.page());
    }

    private void taskRoutes(Routes routes, String prefix, Bulkhead others, CallerUseCases useCases) {
        Bulkhead cancels = Bulkhead.forCancels(settings.capacity().cancels(), bulkheadWait);
        BulkheadBodyRoute submit = new SubmitTaskRoute(bodies, useCases.submitTask(), responses);
        BulkheadBodyRoute cancel = new CancelTaskRoute(bodies, useCases.cancelTask(), responses);
        BulkheadRoute get = new GetTaskRoute(useCases.getTask(), responses);
        BulkheadRoute history = new GetTaskHistoryRoute(useCases.getTaskHistory());
        routes.post(prefix + "/task", others, Action.SUBMIT_TASK, submit);
        for (String mount : List.of("/task/{id}", "/rack/task/{id}")) {
            routes.post(prefix + mount + "/cancel", cancels, Action.CANCEL_TASK, cancel);
            routes.get(prefix + mount, others, Action.GET_TASK, get);
        }
        routes.get(prefix + "/task/{id}/history", others, Action.GET_TASK_HISTORY, history);
        listRoutes(routes, prefix, others, useCases.listTasks());
    }

    private void stopRoutes(Routes routes, String prefix, Bulkhead others, CallerUseCases useCases) {
        BulkheadBodyRoute resolve = new ResolveStopRoute(bodies, useCases.resolveStop(), responses);
        routes.get(prefix + "/stop", others, Action.LIST_STOPS, new ListStopsRoute(useCases.listStops()));
        routes.post(prefix + "/task/{id}/stop/resolve", others, Action.RESOLVE_STOP, resolve);
    }

    private static void siteRoutes(Routes routes, String prefix, Bulkhead others, CallerUseCases useCases) {
        routes.get(prefix + "/site", others, Action.LIST_SITES, new ListSitesRoute(useCases.listSites()));
        routes.get(prefix + "/site/{id}", others, Action.GET_SITE, new GetSiteRoute(useCases.getSite()));
    }

    /** Must run after the older mount of get-task is registered: /rack/task/task matches both, and the first wins. */
    private void listRoutes(Routes routes, String prefix, Bulkhead others, ListTasks list) {
        BulkheadRoute ofSite = new ListTasksRoute(list, responses, context -> new TaskList.Site());
        BulkheadRoute ofRack =
                new ListTasksRoute(list, responses, context -> new TaskList.Rack(IdParser.rackInPath(context)));
        BulkheadRoute ofTray =
                new ListTasksRoute(list, responses, context -> new TaskList.Tray(IdParser.trayInPath(context)));
        routes.get(prefix + "/task", others, Action.LIST_TASKS, ofSite);
        routes.get(prefix + "/rack/{id}/task", others, Action.LIST_TASKS, ofRack);
        routes.get(prefix + "/tray/{id}/task", others, Action.LIST_TASKS, ofTray);
    }

    private void exceptions(RoutesConfig routes) {
        routes.exception(ErrorResponseException.class, (refusal, context) -> writer.send(context, refusal.response()));
        routes.exception(StoreUnavailable.class, (fault, context) -> writer.sendUnavailable(context, fault));
        routes.exception(KeysUnavailable.class, (fault, context) -> writer.sendUnavailable(context, fault));
        routes.exception(Exception.class, (fault, context) -> writer.sendInternalError(context, fault));
    }

    /**
     * The settings of the routes.
     *
     * @param api how the API presents itself
     * @param capacity how many requests use the storage at the same time
     * @param build the version and the time of the build, as shown to clients
     */
    public record Settings(Api api, Capacity capacity, Build build) {}
}
