package io.nicotask.application.port;

/**
 * Where a request came from, for the audit and the history.
 *
 * @param requestId the id under which its answer and its log lines can be found
 * @param sourceAddress the client's network address, or empty when there is none
 */
public record RequestOrigin(String requestId, String sourceAddress) {}
