package io.nicotask.adapter.http;

import io.javalin.Javalin;
import io.javalin.util.JavalinException;
import io.nicotask.application.port.CallerAuthenticator;
import io.nicotask.application.stop.ListStops;
import io.nicotask.application.stop.ResolveStop;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.GetTask;
import io.nicotask.application.task.GetTaskHistory;
import io.nicotask.application.task.ListTasks;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.user.AuthorizeProvider;
import io.nicotask.application.user.GetCurrentUser;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.SiteId;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP interface: a server that begins to listen when it is started.
 *
 * <p>Its threads are virtual and keep no process alive. It is started and stopped once.
 */
public final class HttpModule {

    private static final Logger LOG = LoggerFactory.getLogger(HttpModule.class);

    private final Settings settings;
    private final Javalin server;

    public HttpModule(Settings settings, Dependencies dependencies) {
        this(settings, dependencies, ConnectionDeadlines.Limits.DEFAULT);
    }

    HttpModule(Settings settings, Dependencies dependencies, ConnectionDeadlines.Limits limits) {
        this.settings = settings;
        this.server = JavalinServer.forClients(settings, dependencies, limits);
    }

    /**
     * Has requests answered before a server listens, so that the first ones of its clients are answered about as fast as
     * later ones. They come from within the process, change nothing and are not logged. A failure ends it early and
     * does no other harm.
     *
     * @param dependencies what the server will stand on; denials of these requests are put on the audit trail of its use cases
     */
    public static void warmUp(Settings settings, Dependencies dependencies, WarmUpRequests requests) {
        new WarmUpServer(settings, dependencies, requests).run();
    }

    /**
     * Listens from now on.
     *
     * @throws UncheckedIOException when the address cannot be listened on
     */
    public void start() {
        try {
            server.start();
        } catch (JavalinException e) {
            String address = settings.host() + ":" + settings.port();
            throw new UncheckedIOException("Cannot listen on " + address, new IOException(e));
        }
    }

    /** The port that is listened on, once started. */
    public int port() {
        return server.port();
    }

    /**
     * Accepts nothing new, waits for the requests under way for the grace of the settings at most, and closes. What was
     * decided for a request that is cut off here stays decided.
     */
    public void stop() {
        try {
            server.stop();
        } catch (JavalinException e) {
            LOG.warn("Requests were still under way after {} and were cut off", settings.grace(), e);
        }
    }

    /**
     * How to listen.
     *
     * @param host the address or name to listen on
     * @param port the port; 0 takes any that is free
     * @param apiName the API's name, in paths and as the source of errors: letters, digits and hyphens
     * @param grace how long requests under way may take when the server is stopped
     * @param capacity how many requests are worked on at once
     * @param build what the server was built from
     */
    public record Settings(String host, int port, String apiName, Duration grace, Capacity capacity, Build build) {

        private static final Pattern API_NAME = Pattern.compile("[A-Za-z0-9-]+");

        public Settings {
            if (!API_NAME.matcher(apiName).matches()) {
                throw new IllegalArgumentException("An API name has letters, digits and hyphens only: " + apiName);
            }
        }
    }

    /**
     * How many requests are worked on at once, each of which asks the store for one thing at a time. Of each kind 32 times
     * as many wait for their turn, for five seconds at most; the rest is answered by 503 at once. What asks the store for
     * nothing is not counted.
     *
     * @param cancels the cancels, at least 1
     * @param others everything else, at least 1
     */
    public record Capacity(int cancels, int others) {

        public Capacity {
            if (cancels < 1 || others < 1) {
                throw new IllegalArgumentException("Room is needed for cancels and for others");
            }
        }
    }

    /**
     * Whose requests warm the server up, and how many.
     *
     * @param caller whose they are, whatever their token; may act for the provider of the org
     * @param org an org with a provider
     * @param site a site of that provider
     * @param more asked by several threads, each time before a cancel, a get and a list are sent
     */
    public record WarmUpRequests(Caller caller, OrgName org, SiteId site, BooleanSupplier more) {}

    /**
     * What the server was built from, for clients to know.
     *
     * @param version the version
     * @param time when
     */
    public record Build(String version, Instant time) {}

    /**
     * What the server stands on.
     *
     * @param authenticator judges tokens
     * @param useCases what clients may ask for
     * @param validator checks the constraints of JSON bodies
     * @param readiness asked for each {@code /readyz}; must answer soon
     * @param requestIds makes an id, of at most 128 letters, digits, dots, hyphens and underscores, for a request that
     *     brings none
     */
    public record Dependencies(
            CallerAuthenticator authenticator,
            UseCases useCases,
            Validator validator,
            Supplier<Readiness> readiness,
            Supplier<String> requestIds) {}

    /**
     * What clients may ask for.
     *
     * @param authorizeProvider asked first for everything that is done for a provider
     * @param tasks what is done with tasks
     * @param stops what is done about stops that are not confirmed
     * @param getCurrentUser get-current-user
     */
    public record UseCases(
            AuthorizeProvider authorizeProvider,
            TaskUseCases tasks,
            StopUseCases stops,
            GetCurrentUser getCurrentUser) {}

    /**
     * What clients may do with tasks.
     *
     * @param submit submit-task
     * @param cancel cancel-task
     * @param get get-task
     * @param history a task's history
     * @param list get-all-tasks, get-rack-tasks and get-tray-tasks
     */
    public record TaskUseCases(
            SubmitTask submit, CancelTask cancel, GetTask get, GetTaskHistory history, ListTasks list) {}

    /**
     * What clients may do about stops that are not confirmed.
     *
     * @param list the open stops of a site
     * @param resolve an operator's word that a stop needs no more attention
     */
    public record StopUseCases(ListStops list, ResolveStop resolve) {}

    /**
     * How the parts behind the server are.
     *
     * @param database whether the database answers
     * @param temporal for each engine, by a name that may be shown to anybody, whether it answers
     */
    public record Readiness(boolean database, Map<String, Boolean> temporal) {}
}
