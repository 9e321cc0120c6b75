package io.nicotask.application.relay;

import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.domain.access.SiteId;
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
final class Outages {

    private final InstantSource clock;
    private final Map<SiteId, SiteAnswers> sites = new ConcurrentHashMap<>();

    Outages(InstantSource clock) {
        this.clock = clock;
    }

    /** The sites whose engine does not answer. */
    Set<SiteId> away() {
        return sites.entrySet().stream()
                .filter(site -> site.getValue().isAway())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the site's engine answers, or it is time to find out whether it does by now. */
    boolean mayAsk(SiteId site) {
        SiteAnswers answers = sites.get(site);
        return answers == null || answers.mayAsk(clock.instant());
    }

    /** Somebody is about to find out. */
    void asking(SiteId site) {
        at(site).asking(clock.instant());
    }

    /**
     * Asks the site's engine, and learns from that whether it answers.
     *
     * @throws WorkflowEngineUnavailable as the call does
     */
    <T> T ask(SiteId site, Supplier<T> call) {
        SiteAnswers answers = at(site);
        long before = answers.asking(clock.instant());
        try {
            T answer = call.get();
            answers.answered();
            return answer;
        } catch (WorkflowEngineUnavailable unavailable) {
            answers.failed(before, clock.instant(), unavailable);
            throw unavailable;
        }
    }

    private SiteAnswers at(SiteId site) {
        return sites.computeIfAbsent(site, SiteAnswers::new);
    }
}
