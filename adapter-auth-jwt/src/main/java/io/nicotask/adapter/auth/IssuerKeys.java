package io.nicotask.adapter.auth;

import com.nimbusds.jose.jwk.JWK;
import io.nicotask.application.port.KeysUnavailable;
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
 * The keys of one issuer. They are loaded in the background, by one thread: at the start, from time to time, and when a
 * token names a key that is not there. Keys once loaded stay until others are, however long their server is away.
 *
 * <p>Not by the key sources of Nimbus: their limit lets two requests through in each interval, a caller waits for the
 * server whenever the cache has run out, and time is the system's.
 */
final class IssuerKeys implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    private final String issuer;
    private final JwksLoader jwks;
    private final RefreshIntervals intervals;
    private final InstantSource clock;
    private final ScheduledExecutorService loader;

    private volatile List<JWK> keys = List.of();
    private volatile @Nullable Exception lastFailure;
    private CompletableFuture<Void> loading = CompletableFuture.completedFuture(null);
    private @Nullable Instant lastUnknownKeyLoad;

    IssuerKeys(String issuer, JwksLoader jwks, RefreshIntervals pauses, InstantSource clock) {
        this.issuer = issuer;
        this.jwks = jwks;
        this.intervals = pauses;
        this.clock = clock;
        this.loader = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("keys-of-" + issuer).factory());
    }

    /**
     * How long to wait between loads.
     *
     * @param untilLoaded while none has succeeded yet
     * @param renewal afterwards
     * @param unknownKey between two that were asked for by tokens with an unknown key
     */
    record RefreshIntervals(Duration untilLoaded, Duration renewal, Duration unknownKey) {

        static final RefreshIntervals DEFAULT =
                new RefreshIntervals(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(10));
    }

    /** Begins to load the keys, now and from time to time. */
    void start() {
        var unused = load().thenRun(this::scheduleNextLoad);
    }

    private void scheduleNextLoad() {
        Duration pause = isLoaded() ? intervals.renewal() : intervals.untilLoaded();
        var unused = loader.schedule(this::start, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The keys that are there now. */
    List<JWK> loaded() {
        return keys;
    }

    /** Whether there are keys to judge tokens by. */
    boolean isLoaded() {
        return !keys.isEmpty();
    }

    /**
     * Whether one of the issuer's keys has signed the token. Waits for the issuer only when the token names a key that
     * is not known, or names none and no known key has signed it; and then at most as long as a load may take.
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

    /** A clock that was set back must not keep new keys out. */
    private boolean isDue(Instant now) {
        Instant last = lastUnknownKeyLoad;
        return last == null || now.isBefore(last) || !now.isBefore(last.plus(intervals.unknownKey()));
    }

    /** One load at a time: whoever asks for one while another is under way gets that one. */
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
        } catch (IOException | RuntimeException e) {
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
            LOG.debug("Went on without the newest keys of the issuer {}", issuer);
        }
    }

    private Exception lastFailureOrPending() {
        Exception failure = lastFailure;
        return failure == null ? new TimeoutException("They are still being loaded") : failure;
    }

    /** Stops loading; keys that are there stay. */
    @Override
    public synchronized void close() {
        loader.shutdownNow();
        jwks.close();
    }
}
