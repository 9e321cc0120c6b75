package io.nicotask.application.memory;

import io.nicotask.application.port.CallerAuthenticator;
import io.nicotask.application.port.CallerAuthenticator.KeysUnavailable;
import io.nicotask.domain.access.Caller;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Answers each token as the test has set; any other text is not a token. Safe for many threads. */
public final class InMemoryAuthenticator implements CallerAuthenticator {

    private final Map<String, Supplier<Authentication>> results = new ConcurrentHashMap<>();
    private volatile boolean ready = true;

    /** Makes the token authenticate the caller. */
    public InMemoryAuthenticator accept(String token, Caller caller) {
        return withResult(token, () -> new Authentication.Authenticated(caller));
    }

    /** Makes the token be rejected. */
    public InMemoryAuthenticator reject(String token, Rejection why) {
        return withResult(token, () -> new Authentication.Rejected(why));
    }

    /** Makes the token name an issuer whose keys have never been loaded. */
    public InMemoryAuthenticator missKeysFor(String token) {
        return withResult(token, () -> {
            throw new KeysUnavailable(
                    "The keys of this issuer have never been loaded", new IOException("connection refused"));
        });
    }

    /** Sets whether any keys have been loaded. */
    public InMemoryAuthenticator ready(boolean ready) {
        this.ready = ready;
        return this;
    }

    @Override
    public Authentication authenticate(String token) {
        return results.getOrDefault(token, () -> new Authentication.Rejected(Rejection.NOT_A_TOKEN))
                .get();
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    private InMemoryAuthenticator withResult(String token, Supplier<Authentication> result) {
        results.put(token, result);
        return this;
    }
}
