package io.nicotask.adapter.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.JettyConfig;
import io.javalin.config.RoutesConfig;
import io.nicotask.adapter.http.HttpModule.Dependencies;
import io.nicotask.adapter.http.HttpModule.Settings;
import io.nicotask.adapter.http.HttpModule.SiteUseCases;
import io.nicotask.adapter.http.HttpModule.StopUseCases;
import io.nicotask.adapter.http.HttpModule.TaskUseCases;
import io.nicotask.adapter.http.HttpModule.UseCases;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.CallerAuthenticator.Authentication;
import io.nicotask.application.port.CallerAuthenticator.Authentication.Authenticated;
import io.nicotask.application.port.KeysUnavailable;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.application.task.ListTasks;
import io.nicotask.domain.access.Caller;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/** Assembles the server: configures Jetty and Javalin, and registers the routes. */
final class JavalinServer {

    private static final Logger ACCESS = LoggerFactory.getLogger("io.nicotask.adapter.http.access");

    /** Accepts every path but one with %uXXXX, because routes match the undecoded path, which is never ambiguous. */
    private static final UriCompliance ANY_PATH = UriCompliance.from("*,-UTF16_ENCODINGS");

    private final Settings settings;
    private final Dependencies dependencies;
    private final ConnectionDeadlines.Limits limits;
    private final JsonCodec json;
    private final CommonHeaders common;
    private final ResponseWriter writer;
    private final JsonBody bodies;
    private final TaskResponses responses;
    private final RequestAuthenticator authenticator;
    private final Logger access;

    private JavalinServer(
            Settings settings,
            Dependencies dependencies,
            ConnectionDeadlines.Limits limits,
            Function<String, Authentication> authenticate,
            Logger access,
            Logger log) {
        this.limits = limits;
        this.settings = settings;
        this.dependencies = dependencies;
        this.json = new JsonCodec(settings.api().name());
        this.common = new CommonHeaders(dependencies.requestIds());
        this.writer = new ResponseWriter(json, log);
        this.bodies = new JsonBody(json);
        this.responses = new TaskResponses(settings.api());
        this.authenticator =
                new RequestAuthenticator(authenticate, dependencies.useCases().authorizeProvider());
        this.access = access;
    }

    /** Creates the server for clients, which listens on the address of the settings. */
    static Javalin forClients(Settings settings, Dependencies dependencies, ConnectionDeadlines.Limits limits) {
        JavalinServer server = new JavalinServer(
                settings, dependencies, limits, dependencies.authenticator()::authenticate, ACCESS, ResponseWriter.LOG);
        return Javalin.create(config -> server.configure(config, server::onNetwork));
    }

    /** Creates a server that only this process reaches. All of its requests come from the caller; none is logged. */
    static Javalin forWarmUp(Settings settings, Dependencies dependencies, Caller caller) {
        Function<String, Authentication> always = token -> new Authenticated(caller);
        JavalinServer server = new JavalinServer(
                settings,
                dependencies,
                ConnectionDeadlines.Limits.DEFAULT,
                always,
                NOPLogger.NOP_LOGGER,
                NOPLogger.NOP_LOGGER);
        return Javalin.create(config -> server.configure(config, LocalConnector::new));
    }

    private void configure(
            JavalinConfig config,
            BiFunction<org.eclipse.jetty.server.Server, ConnectionFactory, AbstractConnector> connectors) {
        config.concurrency.useVirtualThreads = true;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
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
        configure(config.jetty, connectors);
        config.routes.before(new UnmatchedRequests(
                config.unsafe.internalRouter, settings.api().name())::refuseUnmatched);
        routes(new Routes(config.routes, writer, authenticator));
        exceptions(config.routes);
    }

    private void configure(
            JettyConfig jetty,
            BiFunction<org.eclipse.jetty.server.Server, ConnectionFactory, AbstractConnector> connectors) {
        jetty.addConnector(
                (server, http) -> withDeadlines(server, connectors.apply(server, new HttpConnectionFactory(http))));
        jetty.modifyHttpConfiguration(http -> http.setUriCompliance(ANY_PATH));
        jetty.modifyServer(server -> {
            server.setStopTimeout(settings.grace().toMillis());
            server.setErrorHandler(new JettyErrorHandler(common, json));
            server.insertHandler(new GracefulHandler());
        });
    }

    private AbstractConnector onNetwork(org.eclipse.jetty.server.Server server, ConnectionFactory http) {
        ServerConnector connector = new ServerConnector(server, http);
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setAcceptQueueSize(limits.connections());
        return connector;
    }

    private AbstractConnector withDeadlines(org.eclipse.jetty.server.Server server, AbstractConnector connector) {
        ConnectionDeadlines deadlines = new ConnectionDeadlines(server.getScheduler(), limits);
        server.insertHandler(new RequestEntryHandler(common, deadlines));
        connector.setIdleTimeout(limits.next().toMillis());
        connector.addEventListener(deadlines);
        return connector;
    }

    private void routes(Routes routes) {
        String prefix = "/v2/org/{org}/" + settings.api().name();
        UseCases useCases = dependencies.useCases();
        Bulkhead others = Bulkhead.forOtherRequests(settings.capacity().others(), limits.bulkheadWait());
        taskRoutes(routes, prefix, others, useCases.tasks());
        stopRoutes(routes, prefix, others, useCases.stops());
        siteRoutes(routes, prefix, others, useCases.sites());
        routes.get(prefix + "/user/current", others, new CurrentUserRoute(useCases.getCurrentUser()));
        routes.getWithoutStorageForCallers(prefix + "/metadata", new MetadataRoute(settings.build()));
        HealthEndpoints health = new HealthEndpoints(dependencies.authenticator(), dependencies.readiness());
        routes.getWithoutStorageForEveryone("/healthz", context -> health.alive());
        routes.getWithoutStorageForEveryone("/readyz", context -> health.ready());
        OpenApiDocument openApi = new OpenApiDocument(settings);
        routes.getWithoutStorageForEveryone("/openapi.yaml", context -> openApi.yaml());
        routes.getWithoutStorageForEveryone("/openapi.json", context -> openApi.json());
        DocsPage docs = new DocsPage();
        routes.getWithoutStorageForEveryone("/docs", context -> docs.page());
    }

    private void taskRoutes(Routes routes, String prefix, Bulkhead others, TaskUseCases tasks) {
        Bulkhead cancels = Bulkhead.forCancels(settings.capacity().cancels(), limits.bulkheadWait());
        BulkheadBodyRoute submit = new SubmitTaskRoute(bodies, tasks.submit(), responses);
        BulkheadBodyRoute cancel = new CancelTaskRoute(bodies, tasks.cancel(), responses);
        BulkheadRoute get = new GetTaskRoute(tasks.get(), responses);
        BulkheadRoute history = new GetTaskHistoryRoute(tasks.history());
        routes.post(prefix + "/task", others, Action.SUBMIT_TASK, submit);
        for (String mount : List.of("/task/{id}", "/rack/task/{id}")) {
            routes.post(prefix + mount + "/cancel", cancels, Action.CANCEL_TASK, cancel);
            routes.get(prefix + mount, others, Action.GET_TASK, get);
        }
        routes.get(prefix + "/task/{id}/history", others, Action.GET_TASK_HISTORY, history);
        listRoutes(routes, prefix, others, tasks.list());
    }

    private void stopRoutes(Routes routes, String prefix, Bulkhead others, StopUseCases stops) {
        BulkheadBodyRoute resolve = new ResolveStopRoute(bodies, stops.resolve(), responses);
        routes.get(prefix + "/stop", others, Action.LIST_STOPS, new ListStopsRoute(stops.list()));
        routes.post(prefix + "/task/{id}/stop/resolve", others, Action.RESOLVE_STOP, resolve);
    }

    private static void siteRoutes(Routes routes, String prefix, Bulkhead others, SiteUseCases sites) {
        routes.get(prefix + "/site", others, Action.LIST_SITES, new ListSitesRoute(sites.list()));
        routes.get(prefix + "/site/{id}", others, Action.GET_SITE, new GetSiteRoute(sites.get()));
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
}
