package io.nicotask.application.internal.work;

import io.nicotask.application.port.WorkflowEngine.EngineStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
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

    /** Returns the sites whose circuit is open, or whose engine looks into another namespace. */
    Set<SiteId> probedSites() {
        return sites.entrySet().stream()
                .filter(site -> site.getValue().isOpen() || site.getValue().isInOtherNamespace())
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

    /**
     * Returns whether work that has been tried before may try again: not when the site's engine looks into another
     * namespace than that of the workflows, until the next probe is due. New work is not concerned, as a site may have been
     * given another namespace for it.
     */
    boolean permitsRetry(SiteId site) {
        CircuitBreaker breaker = sites.get(site);
        return breaker == null || breaker.permitsProbe(clock.instant());
    }

    boolean isInOtherNamespace(SiteId site) {
        CircuitBreaker breaker = sites.get(site);
        return breaker != null && breaker.isInOtherNamespace();
    }

    /**
     * Records whether a description of a workflow came from another namespace than that of its start, and returns it.
     *
     * @param started the namespace in which the workflow was started
     * @param described the namespace from which it was described
     */
    boolean isOtherNamespace(SiteId site, String started, String described) {
        boolean isOther = !started.equals(described);
        breakerOf(site).recordNamespace(isOther, clock.instant());
        return isOther;
    }

    /** Records that work of the site that was tried before is about to be tried again. */
    void beginRetry(SiteId site) {
        breakerOf(site).beginProbe(clock.instant());
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
