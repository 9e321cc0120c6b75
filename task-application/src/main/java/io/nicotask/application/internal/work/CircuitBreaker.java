package io.nicotask.application.internal.work;

import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.domain.value.SiteId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether the engine of one site answers. It is away from a call that failed while no other was answered, to the next
 * answer: of an engine that is slow, some calls fail, and the others shall go on.
 */
final class CircuitBreaker {

    /** How long an engine that is away is left alone between two calls. */
    static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);

    /** What lasts less long is not worth a line in the log. */
    private static final Duration LOG_AFTER = Duration.ofSeconds(3);

    private static final Logger LOG = System.getLogger(CircuitBreaker.class.getName());

    private final SiteId site;
    private final AtomicReference<CircuitState> state = new AtomicReference<>(CircuitState.INITIAL);

    CircuitBreaker(SiteId site) {
        this.site = site;
    }

    boolean isOpen() {
        return Objects.requireNonNull(state.get()).openSince() != null;
    }

    /** Whether it answers, or has been left alone for long enough. */
    boolean permitsCall(Instant now) {
        return Objects.requireNonNull(state.get()).permitsCall(now);
    }

    /** How many answers there were before the call that begins now. */
    long beginCall(Instant now) {
        return state.updateAndGet(before -> before.afterCall(now)).successes();
    }

    void recordSuccess() {
        CircuitState before = state.getAndUpdate(CircuitState::afterSuccess);
        if (before.logged()) {
            LOG.log(Level.INFO, () -> "The workflow engine of site " + site + " answers again");
        }
    }

    void recordFailure(long successesBefore, Instant now, WorkflowEngineUnavailable why) {
        CircuitState before = state.getAndUpdate(then -> then.afterFailure(successesBefore, now));
        if (before.afterFailure(successesBefore, now).logged() && !before.logged()) {
            LOG.log(
                    Level.WARNING,
                    () -> "The workflow engine of site " + site + " does not answer: " + why.getMessage());
        }
    }

    /**
     * What is known of an engine.
     *
     * @param successes how many there were
     * @param lastCall when it was asked last
     * @param openSince when the first call failed since the last answer, or null
     * @param logged whether the log says that it is away
     */
    private record CircuitState(
            long successes, Instant lastCall, @Nullable Instant openSince, boolean logged) {

        static final CircuitState INITIAL = new CircuitState(0, Instant.MIN, null, false);

        /** A clock that was set back delays nothing. */
        boolean permitsCall(Instant now) {
            return openSince == null || now.isBefore(lastCall) || !now.isBefore(lastCall.plus(PROBE_INTERVAL));
        }

        CircuitState afterCall(Instant now) {
            return new CircuitState(successes, now, openSince, logged);
        }

        CircuitState afterSuccess() {
            return new CircuitState(successes + 1, lastCall, null, false);
        }

        /** A call that failed while another was answered says nothing. */
        CircuitState afterFailure(long successesBefore, Instant now) {
            if (successes != successesBefore) {
                return this;
            }
            boolean worthLogging = openSince != null && !now.isBefore(openSince.plus(LOG_AFTER));
            return new CircuitState(successes, now, openSince == null ? now : openSince, logged || worthLogging);
        }
    }
}
