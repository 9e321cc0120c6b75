package io.nicotask.application.internal.work;

import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.domain.value.SiteId;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The sites whose engine does not answer, as far as this process has seen. To ask such an engine for each request, again
 * and again, would take what the answers to callers need; so it is asked about one thing at a time, until it answers.
 */
final class EngineCircuitBreakers {

    private final InstantSource clock;
    private final Map<SiteId, CircuitBreaker> sites = new ConcurrentHashMap<>();

    EngineCircuitBreakers(InstantSource clock) {
        this.clock = clock;
    }

    /** The sites whose engine does not answer. */
    Set<SiteId> openCircuits() {
        return sites.entrySet().stream()
                .filter(site -> site.getValue().isOpen())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the site's engine answers, or it is time to find out whether it does by now. */
    boolean permitsCall(SiteId site) {
        CircuitBreaker breaker = sites.get(site);
        return breaker == null || breaker.permitsCall(clock.instant());
    }

    /** Somebody is about to find out. */
    void beginCall(SiteId site) {
        breakerOf(site).beginCall(clock.instant());
    }

    /**
     * Asks the site's engine, and learns from that whether it answers.
     *
     * @throws WorkflowEngineUnavailable as the call does
     */
    <T> T call(SiteId site, Supplier<T> call) {
        CircuitBreaker breaker = breakerOf(site);
        long before = breaker.beginCall(clock.instant());
        try {
            T answer = call.get();
            breaker.recordSuccess();
            return answer;
        } catch (WorkflowEngineUnavailable unavailable) {
            breaker.recordFailure(before, clock.instant(), unavailable);
            throw unavailable;
        }
    }

    private CircuitBreaker breakerOf(SiteId site) {
        return sites.computeIfAbsent(site, CircuitBreaker::new);
    }
}
