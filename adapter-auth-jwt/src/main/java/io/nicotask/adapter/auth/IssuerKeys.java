package io.nicotask.adapter.auth;

import com.nimbusds.jose.jwk.JWK;
import io.nicotask.application.port.CallerAuthenticator.KeysUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one issuer. One background thread loads them: at the start, periodically, and when a token names an
 * unknown key. Loaded keys stay until a later load succeeds, however long the issuer's server is down. Safe for many
 * threads.
 *
 * <p>Does not use the key sources of Nimbus: their rate limit admits two requests in each interval, callers wait for
 * the server whenever the cache has expired, and they read the system's clock.
 */
final class IssuerKeys implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    private final String issuer;
    private final JwksLoader jwks;
    private final RefreshIntervals intervals;
    private final InstantSource clock;
    private final ScheduledExecutorService loader;

    private volatile List<JWK> keys = List.of();
    private volatile @Nullable Throwable lastFailure;
    private CompletableFuture<Void> loading = CompletableFuture.completedFuture(null);
    private @Nullable Instant lastUnknownKeyLoad;

    IssuerKeys(String issuer, JwksLoader jwks, RefreshIntervals intervals, InstantSource clock) {
        this.issuer = issuer;
        this.jwks = jwks;
        this.intervals = intervals;
        this.clock = clock;
        this.loader = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("keys-of-" + issuer).factory());
    }

    /**
     * The intervals between loads.
     *
     * @param untilLoaded until the first load has succeeded
     * @param renewal afterwards
     * @param unknownKey the least interval between loads that tokens with an unknown key cause
     */
    record RefreshIntervals(Duration untilLoaded, Duration renewal, Duration unknownKey) {

        static final RefreshIntervals DEFAULT =
                new RefreshIntervals(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(10));
    }

    /** Loads the keys in the background, now and periodically. */
    void start() {
        var unused = load().whenComplete((done, fault) -> scheduleNextLoad());
    }

    private void scheduleNextLoad() {
        Duration delay = isLoaded() ? intervals.renewal() : intervals.untilLoaded();
        var unused = loader.schedule(this::start, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns the keys loaded last. */
    List<JWK> loaded() {
        return keys;
    }

    /** Returns whether there are keys to verify tokens with. */
    boolean isLoaded() {
        return !keys.isEmpty();
    }

    /**
     * Returns whether one of the issuer's keys has signed the token. Waits for a load only when the token names an
     * unknown key, or names none and no known key has signed it; and then at most as long as a load may take.
     *
     * @throws KeysUnavailable when the keys have never been loaded
     */
    boolean hasSigned(SignedToken token) {
        List<JWK> known = keys;
        List<JWK> candidates = SignatureVerifier.candidateKeys(known, token.header());
        if (SignatureVerifier.verify(token, candidates)) {
            return true;
        }
        if (!candidates.isEmpty() && token.header().getKeyID() != null) {
            return false;
        }
        await(loadForUnknownKey());
        if (!isLoaded()) {
            throw new KeysUnavailable(
                    "The keys of the issuer " + issuer + " have never been loaded", lastFailureOrPending());
        }
        return !known.equals(keys)
                && SignatureVerifier.verify(token, SignatureVerifier.candidateKeys(keys, token.header()));
    }

    private synchronized CompletableFuture<Void> loadForUnknownKey() {
        Instant now = clock.instant();
        if (!loading.isDone() || !isDue(now)) {
            return loading;
        }
        lastUnknownKeyLoad = now;
        return load();
    }

    /** Also due when the clock has been set back, which must not keep new keys out. */
    private boolean isDue(Instant now) {
        Instant last = lastUnknownKeyLoad;
        return last == null || now.isBefore(last) || !now.isBefore(last.plus(intervals.unknownKey()));
    }

    /** Starts a load, or returns the one that is running. */
    private synchronized CompletableFuture<Void> load() {
        if (loading.isDone() && !loader.isShutdown()) {
            loading = CompletableFuture.runAsync(this::replaceKeys, loader);
        }
        return loading;
    }

    private void replaceKeys() {
        try {
            List<JWK> loaded = jwks.load();
            if (!isLoaded() || lastFailure != null) {
                LOG.info("Loaded {} keys of the issuer {}", loaded.size(), issuer);
            }
            keys = loaded;
            lastFailure = null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error e) {
            if (lastFailure == null) {
                LOG.warn("The keys of the issuer {} cannot be loaded: {}", issuer, e.toString());
            }
            lastFailure = e;
        }
    }

    private void await(CompletableFuture<Void> load) {
        try {
            load.get(jwks.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Continuing without the newest keys of the issuer {}", issuer);
        }
    }

    private Throwable lastFailureOrPending() {
        Throwable failure = lastFailure;
        return failure == null ? new TimeoutException("The first load has not finished") : failure;
    }

    /** Stops loading; loaded keys stay. */
    @Override
    public synchronized void close() {
        loader.shutdownNow();
        jwks.close();
    }
}
