package io.nicotask.adapter.http;

import io.nicotask.domain.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Function;

/** The callers that a host has authenticated. */
final class HostCallers implements CallerSource {

    private final Function<HttpServletRequest, Optional<Caller>> callers;

    /** @param callers returns the caller of a request, or empty when it has none */
    HostCallers(Function<HttpServletRequest, Optional<Caller>> callers) {
        this.callers = callers;
    }

    @Override
    public Caller callerOf(HttpServletRequest request) {
        return callers.apply(request).orElseThrow(() -> new ErrorResponseException(ErrorResponses.NOT_AUTHENTICATED));
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public boolean usesTokens() {
        return false;
    }
}
