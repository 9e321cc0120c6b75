package io.nicotask.adapter.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Where the routes are served. */
enum Mount {

    /** Our own server, which has no other routes. */
    OWN_SERVER("") {
        @Override
        Mounted serve(HttpFixture fixture) {
            return new Mounted(fixture.server.port(), () -> {});
        }
    },

    /** The Javalin of a host, with settings, routes, handlers and mappers of its own. */
    JAVALIN("/host/tasks") {
        @Override
        Mounted serve(HttpFixture fixture) {
            Javalin host = Javalin.create(config -> {
                configureHost(config);
                routes(fixture).addTo(config.routes, prefix());
            });
            host.start("127.0.0.1", 0);
            return new Mounted(host.port(), host::stop);
        }

        private void configureHost(JavalinConfig config) {
            config.startup.showJavalinBanner = false;
            config.router.caseInsensitiveRoutes = true;
            config.router.treatMultipleSlashesAsSingleSlash = true;
            config.http.generateEtags = true;
            config.http.prefer405over404 = true;
            config.jetty.modifyHttpConfiguration(http -> http.setUriCompliance(ANY_PATH));
            config.routes
                    .get("/hello", context -> context.result("hello"))
                    .get("/broken", context -> {
                        throw new IllegalStateException("broken");
                    })
                    .after(context -> context.header("Host-After", "yes"))
                    .error(404, context -> context.result("not found by the host"))
                    .exception(
                            Exception.class,
                            (fault, context) -> context.status(500).result("mapped by the host"));
        }
    },

    /** A servlet in a Jetty without Javalin. */
    SERVLET("/app/tasks") {
        @Override
        Mounted serve(HttpFixture fixture) {
            ServletContextHandler app = new ServletContextHandler("/app");
            app.addServlet(new ServletHolder(routes(fixture).servlet()), "/tasks/*");
            app.getServletHandler().setDecodeAmbiguousURIs(true);
            Server server = new Server();
            HttpConfiguration http = new HttpConfiguration();
            http.setSendServerVersion(false);
            http.setUriCompliance(ANY_PATH);
            ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            server.setHandler(app);
            try {
                server.start();
            } catch (Exception fault) {
                throw new IllegalStateException(fault);
            }
            return new Mounted(connector.getLocalPort(), server::stop);
        }
    };

    /** What our own server accepts. The server of a host decides by itself which paths reach the routes. */
    private static final UriCompliance ANY_PATH = UriCompliance.from("*,-UTF16_ENCODINGS");

    private final String prefix;

    Mount(String prefix) {
        this.prefix = prefix;
    }

    /** The path that precedes those of the routes. */
    String prefix() {
        return prefix;
    }

    /** Serves the routes of the fixture. */
    abstract Mounted serve(HttpFixture fixture);

    private static TaskRoutes routes(HttpFixture fixture) {
        return fixture.routes().build();
    }

    /**
     * A server with the routes.
     *
     * @param port the port on which it listens
     * @param server stops it
     */
    record Mounted(int port, AutoCloseable server) implements AutoCloseable {

        @Override
        public void close() {
            try {
                server.close();
            } catch (Exception fault) {
                throw new IllegalStateException(fault);
            }
        }
    }
}
