package io.nicotask.application.internal.work;

import io.nicotask.application.port.EngineStatus;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.domain.value.SiteId;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The circuit breakers of the engines of all sites, from what this process has observed. Calls to an engine that is
 * down would use resources that callers' requests need, so such an engine gets one probe at a time until it replies.
 */
public final class EngineCircuitBreakers {

    private final InstantSource clock;
    private final Map<SiteId, CircuitBreaker> sites = new ConcurrentHashMap<>();

    public EngineCircuitBreakers(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns the sites whose circuit is open. */
    Set<SiteId> openCircuits() {
        return sites.entrySet().stream()
                .filter(site -> site.getValue().isOpen())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean isOpen(SiteId site) {
        return statusOf(site).unreachableSince() != null;
    }

    /** Returns what the calls to the site's engine have shown. */
    EngineStatus statusOf(SiteId site) {
        CircuitBreaker breaker = sites.get(site);
        return breaker == null ? EngineStatus.UNKNOWN : breaker.status();
    }

    /** Returns whether the site's circuit is closed or its next probe is due. */
    boolean permitsCall(SiteId site) {
        CircuitBreaker breaker = sites.get(site);
        return breaker == null || breaker.permitsCall(clock.instant());
    }

    /** Records that a probe of the site's engine is about to begin. */
    void beginCall(SiteId site) {
        breakerOf(site).beginCall(clock.instant());
    }

    /**
     * Calls the site's engine, and records whether it replied.
     *
     * @throws WorkflowEngineUnavailable as the call does
     */
    <T> T call(SiteId site, Supplier<T> call) {
        CircuitBreaker breaker = breakerOf(site);
        long before = breaker.beginCall(clock.instant());
        try {
            T answer = call.get();
            breaker.recordSuccess(clock.instant());
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
