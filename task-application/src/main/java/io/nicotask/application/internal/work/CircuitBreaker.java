package io.nicotask.application.internal.work;

import io.nicotask.application.port.WorkflowEngine.EngineStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.domain.value.SiteId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of one site's engine. It opens when a call fails with no success since the call began, and closes
 * on the next success: when an engine is slow, some calls fail, and the others must continue. Beside it, an engine that
 * looks into another namespace than that of the workflows is known, although it replies.
 */
final class CircuitBreaker {

    /** The minimum time between two calls while the circuit is open. */
    static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);

    /** Shorter outages are not logged. */
    private static final Duration LOG_AFTER = Duration.ofSeconds(3);

    private static final Logger LOG = System.getLogger(CircuitBreaker.class.getName());

    private final SiteId site;
    private final AtomicReference<CircuitState> state = new AtomicReference<>(CircuitState.INITIAL);
    private final AtomicReference<@Nullable Instant> otherNamespaceAt = new AtomicReference<>();

    CircuitBreaker(SiteId site) {
        this.site = site;
    }

    boolean isOpen() {
        return status().unreachableSince() != null;
    }

    EngineStatus status() {
        CircuitState now = Objects.requireNonNull(state.get());
        return new EngineStatus(now.lastReply(), now.openSince());
    }

    /** Returns whether the circuit is closed or the next probe is due. */
    boolean permitsCall(Instant now) {
        return Objects.requireNonNull(state.get()).permitsCall(now);
    }

    /** Records that the engine described a workflow in another namespace than its own, or in its own. */
    void recordNamespace(boolean isOther, Instant now) {
        otherNamespaceAt.set(isOther ? now : null);
    }

    /** Returns whether the last workflow that was described was in another namespace than its own. */
    boolean isInOtherNamespace() {
        return otherNamespaceAt.get() != null;
    }

    /** Records that a probe of an engine that looks into another namespace is about to begin. */
    void beginProbe(Instant now) {
        otherNamespaceAt.updateAndGet(last -> last == null ? null : now);
    }

    /** Returns whether the next look into another namespace is due. A clock that was set back delays none. */
    boolean permitsProbe(Instant now) {
        Instant last = otherNamespaceAt.get();
        return last == null || now.isBefore(last) || !now.isBefore(last.plus(PROBE_INTERVAL));
    }

    /** Records the start of a call, and returns the number of successes before it. */
    long beginCall(Instant now) {
        return state.updateAndGet(before -> before.afterCall(now)).successes();
    }

    void recordSuccess(Instant now) {
        CircuitState before = state.getAndUpdate(current -> current.afterSuccess(now));
        if (before.logged()) {
            LOG.log(Level.INFO, () -> "The workflow engine of site " + site + " responds again");
        }
    }

    void recordFailure(long successesBefore, Instant now, WorkflowEngineUnavailable cause) {
        CircuitState before = state.getAndUpdate(current -> current.afterFailure(successesBefore, now));
        if (before.afterFailure(successesBefore, now).logged() && !before.logged()) {
            LOG.log(
                    Level.WARNING,
                    () -> "The workflow engine of site " + site + " does not respond: " + cause.getMessage());
        }
    }

    /**
     * The state of the circuit.
     *
     * @param successes the number of successful calls
     * @param lastCall when the last call began
     * @param lastReply when the last successful call ended, or null
     * @param openSince when the first call failed since the last success, or null while the circuit is closed
     * @param logged whether the outage has been logged
     */
    private record CircuitState(
            long successes,
            Instant lastCall,
            @Nullable Instant lastReply,
            @Nullable Instant openSince,
            boolean logged) {

        static final CircuitState INITIAL = new CircuitState(0, Instant.MIN, null, null, false);

        /** A clock that was set back delays no call. */
        boolean permitsCall(Instant now) {
            return openSince == null || now.isBefore(lastCall) || !now.isBefore(lastCall.plus(PROBE_INTERVAL));
        }

        CircuitState afterCall(Instant now) {
            return new CircuitState(successes, now, lastReply, openSince, logged);
        }

        CircuitState afterSuccess(Instant now) {
            return new CircuitState(successes + 1, lastCall, now, null, false);
        }

        /** A failure says nothing when another call succeeded in the meantime. */
        CircuitState afterFailure(long successesBefore, Instant now) {
            if (successes != successesBefore) {
                return this;
            }
            boolean worthLogging = openSince != null && !now.isBefore(openSince.plus(LOG_AFTER));
            Instant since = openSince == null ? now : openSince;
            return new CircuitState(successes, now, lastReply, since, logged || worthLogging);
        }
    }
}
