package io.nicotask.adapter.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.JettyConfig;
import io.javalin.http.servlet.ServletEntry;
import io.nicotask.adapter.http.HttpModule.Settings;
import java.util.function.BiFunction;
import kotlin.LazyKt;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;

/**
 * Assembles our own server: the Jetty of a Javalin with the servlet of {@link TaskRoutes}, and what only a server can
 * bound, such as connections and the time that a client may take.
 */
final class JavalinServer {

    /** Accepts every path but one with %uXXXX, because routes match the undecoded path, which is never ambiguous. */
    private static final UriCompliance ANY_PATH = UriCompliance.from("*,-UTF16_ENCODINGS");

    private final Settings settings;
    private final TaskRoutes routes;
    private final ConnectionDeadlines.Limits limits;
    private final JettyErrorHandler errors;

    private JavalinServer(Settings settings, TaskRoutes routes, ConnectionDeadlines.Limits limits) {
        this.settings = settings;
        this.routes = routes;
        this.limits = limits;
        this.errors = new JettyErrorHandler(
                new CommonHeaders(routes.settings().requestIds()),
                new JsonCodec(routes.settings().api().name()));
    }

    /** Creates the server for clients, which listens on the address of the settings. */
    static Javalin forClients(Settings settings, TaskRoutes routes, ConnectionDeadlines.Limits limits) {
        JavalinServer server = new JavalinServer(settings, routes, limits);
        return Javalin.create(config -> server.configure(config, server::onNetwork));
    }

    /** Creates a server that only this process reaches. */
    static Javalin forWarmUp(Settings settings, TaskRoutes routes) {
        JavalinServer server = new JavalinServer(settings, routes, ConnectionDeadlines.Limits.DEFAULT);
        return Javalin.create(config -> server.configure(config, LocalConnector::new));
    }

    private void configure(JavalinConfig config, BiFunction<Server, ConnectionFactory, AbstractConnector> connectors) {
        config.concurrency.useVirtualThreads = true;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        configure(config.jetty, connectors);
        // In place of Javalin's own, which would upgrade requests to web sockets where the class path allows it.
        config.unsafe.servlet = LazyKt.lazyOf(new ServletEntry(null, routes.servlet()));
    }

    private void configure(JettyConfig jetty, BiFunction<Server, ConnectionFactory, AbstractConnector> connectors) {
        jetty.addConnector(
                (server, http) -> withDeadlines(server, connectors.apply(server, new HttpConnectionFactory(http))));
        jetty.modifyHttpConfiguration(http -> http.setUriCompliance(ANY_PATH));
        jetty.modifyServer(server -> {
            server.setStopTimeout(settings.grace().toMillis());
            server.setErrorHandler(errors);
            server.insertHandler(new GracefulHandler());
        });
    }

    private AbstractConnector onNetwork(Server server, ConnectionFactory http) {
        ServerConnector connector = new ServerConnector(server, http);
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setAcceptQueueSize(limits.connections());
        return connector;
    }

    private AbstractConnector withDeadlines(Server server, AbstractConnector connector) {
        ConnectionDeadlines deadlines = new ConnectionDeadlines(server.getScheduler(), limits);
        server.insertHandler(new ExchangeHandler(deadlines));
        connector.setIdleTimeout(limits.next().toMillis());
        connector.addEventListener(deadlines);
        return connector;
    }
}
