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
import io.nicotask.adapter.http.HttpModule.Readiness;
import io.nicotask.application.CallerUseCases;
import io.nicotask.application.port.CallerAuthenticator;
import io.nicotask.application.port.CallerAuthenticator.KeysUnavailable;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.domain.access.Caller;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

    private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)*");

    private final RouteSettings settings;
    private final ResponseWriter writer;
    private final JsonBody bodies;
    private final RequestAuthenticator authenticator;
    private final Javalin javalin;
    private final RequestEntryServlet servlet;

    private TaskRoutes(RouteSettings settings) {
        JsonCodec json = new JsonCodec(settings.api().name());
        this.settings = settings;
        this.writer = new ResponseWriter(json, settings.logs().responses());
        this.bodies = new JsonBody(json);
        this.authenticator =
                new RequestAuthenticator(settings.callers(), settings.useCases().authorizeProvider());
        this.javalin = Javalin.create(this::configure);
        this.servlet =
                new RequestEntryServlet(new CommonHeaders(settings.requestIds()), new JavalinServlet(javalin.unsafe));
    }

    /**
     * Returns a builder of routes over use cases.
     *
     * @param useCases those of {@link io.nicotask.application.NicoTasks#callerUseCases}, or some of them replaced
     */
    public static Builder builder(CallerUseCases useCases) {
        return new Builder(useCases);
    }

    RouteSettings settings() {
        return settings;
    }

    /** Returns the same routes for requests that all come from the caller, and are not logged. */
    TaskRoutes forWarmUp(Caller caller) {
        return new TaskRoutes(settings.forWarmUp(caller));
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
        config.requestLogger.http((context, millis) -> settings.logs()
                .access()
                .info(
                        "{} {} answered {} in {} ms",
                        context.method(),
                        context.path(),
                        context.statusCode(),
                        Math.round(millis)));
        config.routes.before(new UnmatchedRequests(
                config.unsafe.internalRouter, settings.api().name())::refuseUnmatched);
        new RouteTable(new Routes(config.routes, writer, authenticator), settings, bodies).register();
        exceptions(config.routes);
    }

    private void exceptions(RoutesConfig routes) {
        routes.exception(ErrorResponseException.class, (refusal, context) -> writer.send(context, refusal.response()));
        routes.exception(StoreUnavailable.class, (fault, context) -> writer.sendUnavailable(context, fault));
        routes.exception(KeysUnavailable.class, (fault, context) -> writer.sendUnavailable(context, fault));
        routes.exception(Exception.class, (fault, context) -> writer.sendInternalError(context, fault));
    }

    /**
     * Sets what the routes need. Of {@link #bearerTokens} and {@link #callers} the last one counts, and one is required. Not
     * safe for several threads.
     */
    public static final class Builder {

        private final CallerUseCases useCases;
        private @Nullable CallerSource callers;
        private Api api = new Api("nico");
        private Capacity capacity = Capacity.DEFAULT;
        private Duration bulkheadWait = Bulkhead.DEFAULT_WAIT;
        private Build build = Build.UNKNOWN;
        private Supplier<Readiness> readiness = () -> Readiness.READY;
        private Supplier<String> requestIds = () -> UUID.randomUUID().toString();

        private Builder(CallerUseCases useCases) {
            this.useCases = useCases;
        }

        /** Sets that callers send bearer tokens, and what authenticates these. */
        public Builder bearerTokens(CallerAuthenticator authenticator) {
            this.callers = new BearerTokens(authenticator);
            return this;
        }

        /**
         * Sets that the host authenticates the callers, and what returns the caller of a request; for empty the client gets
         * 401. The OpenAPI description then claims no bearer tokens.
         *
         * @param callerOf called by many threads, before the body is received; must return quickly. For a {@link
         *     StoreUnavailable} or {@link KeysUnavailable} the client gets 503, for any other exception 500.
         */
        public Builder callers(Function<HttpServletRequest, Optional<Caller>> callerOf) {
            this.callers = new HostCallers(callerOf);
            return this;
        }

        /** Sets how the API presents itself; by default its name is {@code nico}. */
        public Builder api(Api of) {
            this.api = of;
            return this;
        }

        /** Sets how many requests use the storage at the same time; by default 2 cancels and 6 others. */
        public Builder capacity(Capacity of) {
            this.capacity = of;
            return this;
        }

        /** Sets how long a request may wait for others that use the storage. */
        Builder bulkheadWait(Duration limit) {
            this.bulkheadWait = limit;
            return this;
        }

        /** Sets the version and the time of the build; by default {@code unknown}, and the beginning of 1970. */
        public Builder buildInfo(Build of) {
            this.build = of;
            return this;
        }

        /** Sets what is called for each {@code /readyz}, by any thread, and must return quickly; by default always ready. */
        public Builder readiness(Supplier<Readiness> of) {
            this.readiness = of;
            return this;
        }

        /**
         * Sets what generates, on any thread, an id for a request without a well-formed one: at most 128 letters, digits,
         * dots, hyphens and underscores. By default the ids are random UUIDs.
         */
        public Builder requestIds(Supplier<String> of) {
            this.requestIds = of;
            return this;
        }

        /**
         * Builds the routes.
         *
         * @throws NullPointerException if the callers are missing
         */
        public TaskRoutes build() {
            return new TaskRoutes(new RouteSettings(
                    useCases,
                    Objects.requireNonNull(callers, "The builder of TaskRoutes needs callers(…) or bearerTokens(…)"),
                    api,
                    capacity,
                    bulkheadWait,
                    build,
                    readiness,
                    requestIds,
                    RouteSettings.Logs.DEFAULT));
        }
    }
}
