package io.nicotask.adapter.http;

import io.nicotask.domain.access.Caller;
import jakarta.servlet.http.HttpServletRequest;

/** Authenticates the callers of requests, on any thread. */
interface CallerSource {

    /**
     * Returns the caller of the request.
     *
     * @throws ErrorResponseException when the request has no valid caller
     */
    Caller callerOf(HttpServletRequest request);

    /** Returns whether callers can be authenticated. */
    boolean isReady();

    /** Returns whether requests carry bearer tokens. */
    boolean usesTokens();
}
