package io.nicotask.application.port;

/**
 * The origin of a request, for the audit and the history.
 *
 * @param requestId the id in the response and the log lines of the request
 * @param sourceAddress the client's network address, or empty when there is none
 */
public record RequestOrigin(String requestId, String sourceAddress) {}
