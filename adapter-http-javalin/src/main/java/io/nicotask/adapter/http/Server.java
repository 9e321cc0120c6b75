package io.nicotask.adapter.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.JettyConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.nicotask.adapter.http.HttpModule.Parts;
import io.nicotask.adapter.http.HttpModule.Settings;
import io.nicotask.adapter.http.HttpModule.StopUseCases;
import io.nicotask.adapter.http.HttpModule.TaskUseCases;
import io.nicotask.adapter.http.HttpModule.UseCases;
import io.nicotask.application.port.CallerAuthenticator.Authentication;
import io.nicotask.application.port.CallerAuthenticator.Authentication.Authenticated;
import io.nicotask.application.port.KeysUnavailable;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskListing.Part;
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

/** Puts the server together: routes on Javalin, and Jetty beneath it. */
final class Server {

    private static final Logger ACCESS = LoggerFactory.getLogger("io.nicotask.adapter.http.access");

    /** Routes match the path as it was sent, so that nothing in it is ambiguous; %uXXXX is no encoding of it. */
    private static final UriCompliance ANY_PATH = UriCompliance.from("*,-UTF16_ENCODINGS");

    private final Settings settings;
    private final Parts parts;
    private final Patience.Limits limits;
    private final Json json;
    private final CommonHeaders common;
    private final Answers answers;
    private final Function<String, Authentication> authenticator;
    private final Logger access;

    private Server(
            Settings settings,
            Parts parts,
            Patience.Limits limits,
            Function<String, Authentication> authenticator,
            Logger access,
            Logger answers) {
        this.limits = limits;
        this.settings = settings;
        this.parts = parts;
        this.json = new Json(settings.apiName());
        this.common = new CommonHeaders(parts.requestIds());
        this.answers = new Answers(json, answers);
        this.authenticator = authenticator;
        this.access = access;
    }

    /** A server for clients, on the address of the settings. */
    static Javalin forClients(Settings settings, Parts parts, Patience.Limits limits) {
        Server server = new Server(settings, parts, limits, parts.authenticator()::authenticate, ACCESS, Answers.LOG);
        return Javalin.create(config -> server.configure(config, server::onNetwork));
    }

    /** A server that only this process reaches: each of its requests is this caller's, and none is logged. */
    static Javalin forWarmUp(Settings settings, Parts parts, Caller caller) {
        Function<String, Authentication> always = token -> new Authenticated(caller);
        Server server = new Server(
                settings, parts, Patience.Limits.DEFAULT, always, NOPLogger.NOP_LOGGER, NOPLogger.NOP_LOGGER);
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
        config.router.javaLangErrorHandler(answers::failed);
        config.http.defaultContentType = Json.CONTENT_TYPE;
        config.http.compressionStrategy = CompressionStrategy.GZIP;
        config.requestLogger.http((context, millis) -> access.info(
                "{} {} answered {} in {} ms",
                context.method(),
                context.path(),
                context.statusCode(),
                Math.round(millis)));
        configure(config.jetty, connectors);
        config.routes.before(new Routing(config.unsafe.internalRouter)::check);
        routes(config.routes);
        faults(config.routes);
    }

    private void configure(
            JettyConfig jetty,
            BiFunction<org.eclipse.jetty.server.Server, ConnectionFactory, AbstractConnector> connectors) {
        jetty.addConnector(
                (server, http) -> patient(server, connectors.apply(server, new HttpConnectionFactory(http))));
        jetty.modifyHttpConfiguration(http -> http.setUriCompliance(ANY_PATH));
        jetty.modifyServer(server -> {
            server.setStopTimeout(settings.grace().toMillis());
            server.setErrorHandler(new JettyErrors(common, json));
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

    private AbstractConnector patient(org.eclipse.jetty.server.Server server, AbstractConnector connector) {
        Patience patience = new Patience(server.getScheduler(), limits);
        server.insertHandler(new Front(common, patience));
        connector.setIdleTimeout(limits.next().toMillis());
        connector.addEventListener(patience);
        return connector;
    }

    private void routes(RoutesConfig routes) {
        UseCases useCases = parts.useCases();
        Door door = new Door(authenticator, useCases.enterProvider());
        String prefix = "/v2/org/{org}/" + settings.apiName();
        Room others = Room.ofOthers(settings.capacity().others(), limits.turn());
        taskRoutes(routes, prefix, door, others, useCases.tasks());
        stopRoutes(routes, prefix, door, others, useCases.stops());
        Route currentUser = new CurrentUserRoute(door, useCases.getCurrentUser());
        get(routes, prefix + "/user/current", new RouteInRoom(others, door, currentUser));
        get(routes, prefix + "/metadata", new MetadataRoute(door, settings.build()));
        Health health = new Health(parts.authenticator(), parts.readiness());
        get(routes, "/healthz", context -> health.alive());
        get(routes, "/readyz", context -> health.ready());
        Description description = new Description(settings);
        get(routes, "/openapi.yaml", context -> description.yaml());
        get(routes, "/openapi.json", context -> description.json());
        DocsPage docs = new DocsPage();
        get(routes, "/docs", context -> docs.page());
    }

    private void taskRoutes(RoutesConfig routes, String prefix, Door door, Room others, TaskUseCases tasks) {
        JsonBody bodies = new JsonBody(json, parts.validator());
        TaskAnswers shown = new TaskAnswers(settings.apiName());
        Room cancels = Room.ofCancels(settings.capacity().cancels(), limits.turn());
        Route cancel = new BodyRouteInRoom(cancels, door, new CancelTaskRoute(door, bodies, tasks.cancel(), shown));
        Route submit = new BodyRouteInRoom(others, door, new SubmitTaskRoute(door, bodies, tasks.submit(), shown));
        Route get = new RouteInRoom(others, door, new GetTaskRoute(door, tasks.get(), shown));
        Route history = new RouteInRoom(others, door, new GetTaskHistoryRoute(door, tasks.history()));
        routes.post(prefix + "/task", handler(submit));
        for (String mount : List.of("/task/{id}", "/rack/task/{id}")) {
            routes.post(prefix + mount + "/cancel", handler(cancel));
            get(routes, prefix + mount, get);
        }
        get(routes, prefix + "/task/{id}/history", history);
        Function<Function<Context, Part>, Route> lists =
                part -> new RouteInRoom(others, door, new ListTasksRoute(door, tasks.list(), part));
        listRoutes(routes, prefix, lists);
    }

    private void stopRoutes(RoutesConfig routes, String prefix, Door door, Room others, StopUseCases stops) {
        JsonBody bodies = new JsonBody(json, parts.validator());
        TaskAnswers shown = new TaskAnswers(settings.apiName());
        get(routes, prefix + "/stop", new RouteInRoom(others, door, new ListStopsRoute(door, stops.list())));
        routes.post(
                prefix + "/task/{id}/stop/resolve",
                handler(new BodyRouteInRoom(others, door, new ResolveStopRoute(door, bodies, stops.resolve(), shown))));
    }

    /** To be declared after the older mount of get-task, which thereby keeps the path that is both: /rack/task/task. */
    private void listRoutes(RoutesConfig routes, String prefix, Function<Function<Context, Part>, Route> list) {
        get(routes, prefix + "/task", list.apply(context -> new Part.Site()));
        get(routes, prefix + "/rack/{id}/task", list.apply(context -> new Part.Rack(Ids.rackInPath(context))));
        get(routes, prefix + "/tray/{id}/task", list.apply(context -> new Part.Tray(Ids.trayInPath(context))));
    }

    private void faults(RoutesConfig routes) {
        routes.exception(Refusal.class, (refusal, context) -> answers.send(context, refusal.problem()));
        routes.exception(StoreUnavailable.class, (fault, context) -> answers.unavailable(context, fault));
        routes.exception(KeysUnavailable.class, (fault, context) -> answers.unavailable(context, fault));
        routes.exception(Exception.class, (fault, context) -> answers.failed(context, fault));
    }

    /** By HEAD too: that is answered like GET, and Jetty leaves the body away. */
    private void get(RoutesConfig routes, String path, Route route) {
        routes.get(path, handler(route));
        routes.head(path, handler(route));
    }

    private Handler handler(Route route) {
        return context -> answers.send(context, route.answer(context));
    }
}
