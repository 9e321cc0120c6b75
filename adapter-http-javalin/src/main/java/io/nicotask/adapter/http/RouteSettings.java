package io.nicotask.adapter.http;

import io.nicotask.adapter.http.HttpModule.Api;
import io.nicotask.adapter.http.HttpModule.Build;
import io.nicotask.adapter.http.HttpModule.Capacity;
import io.nicotask.adapter.http.HttpModule.Readiness;
import io.nicotask.application.CallerUseCases;
import io.nicotask.domain.access.Caller;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/**
 * What {@link TaskRoutes.Builder} sets.
 *
 * @param useCases the use cases behind the routes
 * @param callers authenticates callers
 * @param api how the API presents itself
 * @param capacity how many requests use the storage at the same time
 * @param bulkheadWait the time that a request may wait for a permit of a {@link Bulkhead}
 * @param build the version and the time of the build
 * @param readiness called for each {@code /readyz}
 * @param requestIds generates an id for a request without a well-formed one
 * @param logs where the routes log
 */
record RouteSettings(
        CallerUseCases useCases,
        CallerSource callers,
        Api api,
        Capacity capacity,
        Duration bulkheadWait,
        Build build,
        Supplier<Readiness> readiness,
        Supplier<String> requestIds,
        Logs logs) {

    /** Returns the same settings for requests that all come from the caller, and are not logged. */
    RouteSettings forWarmUp(Caller caller) {
        CallerSource always = new HostCallers(request -> Optional.of(caller));
        return new RouteSettings(
                useCases, always, api, capacity, bulkheadWait, build, readiness, requestIds, Logs.NONE);
    }

    /**
     * Where the routes log.
     *
     * @param access one line per request
     * @param responses the errors that clients get, and their causes
     */
    record Logs(Logger access, Logger responses) {

        static final Logs DEFAULT =
                new Logs(LoggerFactory.getLogger("io.nicotask.adapter.http.access"), ResponseWriter.LOG);

        private static final Logs NONE = new Logs(NOPLogger.NOP_LOGGER, NOPLogger.NOP_LOGGER);
    }
}
