package io.nicotask.adapter.http;

import io.javalin.Javalin;
import io.javalin.util.JavalinException;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.SiteId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of the Task API. It listens from {@link #start} until {@link #stop}, each of which is called once. A
 * host with a server of its own mounts {@link TaskRoutes} instead.
 *
 * <p>Requests run on virtual threads, which do not keep the process alive.
 */
public final class HttpModule {

    private static final Logger LOG = LoggerFactory.getLogger(HttpModule.class);

    private final Settings settings;
    private final Javalin server;

    /** @param routes what the server serves; it may be mounted elsewhere too */
    public HttpModule(Settings settings, TaskRoutes routes) {
        this(settings, routes, ConnectionDeadlines.Limits.DEFAULT);
    }

    HttpModule(Settings settings, TaskRoutes routes, ConnectionDeadlines.Limits limits) {
        this.settings = settings;
        this.server = JavalinServer.forClients(settings, routes, limits);
    }

    /**
     * Warms up code and connections by handling requests before a server listens, so that the first requests of
     * clients take about as long as later ones. The requests come from this process, change nothing and are not logged.
     * A failure ends the warm-up early and has no other effect.
     *
     * @param routes as those of the later server; their use cases audit a denial of a warm-up request
     */
    public static void warmUp(Settings settings, TaskRoutes routes, WarmUpRequests requests) {
        new WarmUpServer(settings, routes, requests).run();
    }

    /**
     * Checks that a server could listen on an address now, without listening.
     *
     * @throws UncheckedIOException when it could not
     */
    public static void checkAddress(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw cannotListen(host, port, e);
        }
    }

    /**
     * Starts to listen.
     *
     * @throws UncheckedIOException when the server cannot listen on the address
     */
    public void start() {
        try {
            server.start();
        } catch (JavalinException e) {
            throw cannotListen(settings.host(), settings.port(), e);
        }
    }

    private static UncheckedIOException cannotListen(String host, int port, Exception fault) {
        Throwable cause = fault;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new UncheckedIOException(
                "Cannot listen on %s:%d: %s".formatted(host, port, cause.getMessage()), new IOException(fault));
    }

    /** Returns the port on which the started server listens. */
    public int port() {
        return server.port();
    }

    /**
     * Stops accepting requests, waits for those under way for at most the grace period of the settings, and closes. A
     * decision that was made for a request that is cut off stays in effect.
     */
    public void stop() {
        try {
            server.stop();
        } catch (JavalinException e) {
            LOG.warn("Requests were still under way after {} and were cut off", settings.grace(), e);
        }
    }

    /**
     * The settings of the server.
     *
     * @param host the address or host name to listen on
     * @param port the port; 0 takes any free port
     * @param grace how long requests under way may take when the server stops
     */
    public record Settings(String host, int port, Duration grace) {}

    /**
     * What may differ between deployments in the API that clients see.
     *
     * @param name the name of the API in paths and in the {@code source} of errors: letters, digits and hyphens
     * @param waitingAs the {@code status} that a Waiting task shows: Waiting, or Pending for clients that do not know
     *     Waiting
     */
    public record Api(String name, TaskStatus waitingAs) {

        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+");

        public Api {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("An API name has letters, digits and hyphens only: " + name);
            }
            if (waitingAs != TaskStatus.WAITING && waitingAs != TaskStatus.PENDING) {
                throw new IllegalArgumentException("A waiting task cannot be shown as " + waitingAs.label());
            }
        }

        /** Creates an API whose Waiting tasks show Waiting. */
        public Api(String name) {
            this(name, TaskStatus.WAITING);
        }

        /** Returns the status under which a task in that state is shown. */
        String label(TaskStatus status) {
            return (status == TaskStatus.WAITING ? waitingAs : status).label();
        }
    }

    /**
     * How many requests use the storage at the same time; each uses one connection at a time. Of each kind, 32 times
     * that number wait in a queue, for at most five seconds; further requests get 503 at once. Requests that do not use
     * the storage are not counted.
     *
     * @param cancels the number of concurrent cancels, at least 1
     * @param others the number of concurrent other requests, at least 1
     */
    public record Capacity(int cancels, int others) {

        /** Leaves a quarter of ten connections, the default size of many pools, to background work. */
        static final Capacity DEFAULT = new Capacity(2, 6);

        public Capacity {
            if (cancels < 1 || others < 1) {
                throw new IllegalArgumentException("Room is needed for cancels and for others");
            }
        }
    }

    /**
     * The requests that warm up the server.
     *
     * @param caller the caller of the requests, whatever their token; is authorized for the provider of the org
     * @param org an org with a provider
     * @param site a site of that provider
     * @param more whether to send a further cancel, get and list; several threads call it
     */
    public record WarmUpRequests(Caller caller, OrgName org, SiteId site, BooleanSupplier more) {}

    /**
     * The build of the server, as shown to clients.
     *
     * @param version the version
     * @param time the time of the build
     */
    public record Build(String version, Instant time) {

        static final Build UNKNOWN = new Build("unknown", Instant.EPOCH);
    }

    /**
     * Whether the server can decide requests and carry the decisions out.
     *
     * @param database whether the database can be written
     * @param stuckLoops the names of the background loops that hang; without secrets, as no token is needed to see them
     * @param clockAhead how far the clock of this process is ahead of the database's; zero if it does not matter
     */
    public record Readiness(boolean database, List<String> stuckLoops, Duration clockAhead) {

        static final Readiness READY = new Readiness(true, List.of(), Duration.ZERO);

        public Readiness {
            stuckLoops = List.copyOf(stuckLoops);
        }
    }
}
