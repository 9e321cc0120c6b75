package io.nicotask.application.port;

import io.nicotask.domain.value.TextConstraints;

/**
 * The origin of a request, for the audit and the history.
 *
 * <p>Both parts are texts of at most {@value TextConstraints#MAX_CHARACTERS} characters that can be stored.
 *
 * @param requestId the id in the response and the log lines of the request
 * @param sourceAddress the client's network address, or empty when there is none
 */
public record RequestOrigin(String requestId, String sourceAddress) {

    public RequestOrigin {
        TextConstraints.requireValid(requestId, "requestId");
        TextConstraints.requireValid(sourceAddress, "sourceAddress");
    }
}
