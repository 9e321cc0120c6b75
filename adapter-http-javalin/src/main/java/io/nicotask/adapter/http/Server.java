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
import io.nicotask.adapter.http.HttpModule.TaskUseCases;
import io.nicotask.adapter.http.HttpModule.UseCases;
import io.nicotask.application.list.ListTasks;
import io.nicotask.application.port.KeysUnavailable;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskListing.Part;
import java.util.List;
import java.util.function.Function;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the server together: routes on Javalin, and Jetty beneath it. */
final class Server {

    private static final Logger ACCESS = LoggerFactory.getLogger("io.nicotask.adapter.http.access");

    /** Routes match the path as it was sent, so that nothing in it is ambiguous; %uXXXX is no encoding of it. */
    private static final UriCompliance ANY_PATH = UriCompliance.from("*,-UTF16_ENCODINGS");

    private final Settings settings;
    private final Parts parts;
    private final Json json;
    private final CommonHeaders common;
    private final Answers answers;

    Server(Settings settings, Parts parts) {
        this.settings = settings;
        this.parts = parts;
        this.json = new Json(settings.apiName());
        this.common = new CommonHeaders(parts.requestIds());
        this.answers = new Answers(json);
    }

    Javalin create() {
        return Javalin.create(this::configure);
    }

    private void configure(JavalinConfig config) {
        config.concurrency.useVirtualThreads = true;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.router.ignoreTrailingSlashes = false;
        config.router.javaLangErrorHandler(answers::failed);
        config.http.defaultContentType = Json.CONTENT_TYPE;
        config.http.compressionStrategy = CompressionStrategy.GZIP;
        config.requestLogger.http((context, millis) -> ACCESS.info(
                "{} {} answered {} in {} ms",
                context.method(),
                context.path(),
                context.statusCode(),
                Math.round(millis)));
        configure(config.jetty);
        config.routes.before(new Routing(config.unsafe.internalRouter)::check);
        routes(config.routes);
        faults(config.routes);
    }

    private void configure(JettyConfig jetty) {
        jetty.modifyHttpConfiguration(http -> http.setUriCompliance(ANY_PATH));
        jetty.modifyServer(server -> {
            server.setStopTimeout(settings.grace().toMillis());
            server.setErrorHandler(new JettyErrors(common, json));
            server.insertHandler(new GracefulHandler());
            server.insertHandler(new Front(common));
        });
    }

    private void routes(RoutesConfig routes) {
        UseCases useCases = parts.useCases();
        Door door = new Door(parts.authenticator(), useCases.enterProvider());
        String prefix = "/v2/org/{org}/" + settings.apiName();
        taskRoutes(routes, prefix, door, useCases.tasks());
        get(routes, prefix + "/user/current", new CurrentUserRoute(door, useCases.getCurrentUser()));
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

    private void taskRoutes(RoutesConfig routes, String prefix, Door door, TaskUseCases tasks) {
        JsonBody bodies = new JsonBody(json, parts.validator());
        TaskAnswers shown = new TaskAnswers(settings.apiName());
        Route cancel = new CancelTaskRoute(door, bodies, tasks.cancel(), shown);
        Route get = new GetTaskRoute(door, tasks.get(), shown);
        routes.post(prefix + "/task", handler(new SubmitTaskRoute(door, bodies, tasks.submit(), shown)));
        for (String mount : List.of("/task/{id}", "/rack/task/{id}")) {
            routes.post(prefix + mount + "/cancel", handler(cancel));
            get(routes, prefix + mount, get);
        }
        get(routes, prefix + "/task/{id}/history", new GetTaskHistoryRoute(door, tasks.history()));
        listRoutes(routes, prefix, door, tasks.list());
    }

    /** To be declared after the older mount of get-task, which thereby keeps the path that is both: /rack/task/task. */
    private void listRoutes(RoutesConfig routes, String prefix, Door door, ListTasks list) {
        Function<Context, Part> all = context -> new Part.Site();
        Function<Context, Part> ofRack = context -> new Part.Rack(Ids.rackInPath(context));
        Function<Context, Part> ofTray = context -> new Part.Tray(Ids.trayInPath(context));
        get(routes, prefix + "/task", new ListTasksRoute(door, list, all));
        get(routes, prefix + "/rack/{id}/task", new ListTasksRoute(door, list, ofRack));
        get(routes, prefix + "/tray/{id}/task", new ListTasksRoute(door, list, ofTray));
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
