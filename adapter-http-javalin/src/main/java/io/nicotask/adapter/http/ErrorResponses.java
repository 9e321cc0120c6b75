package io.nicotask.adapter.http;

import io.nicotask.adapter.http.ApiResponse.ErrorResponse;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.CallerAuthenticator.Rejection;
import java.util.Set;

/** The error responses of the contract, with status and message. */
final class ErrorResponses {

    static final ErrorResponse PATH_NOT_FOUND = new ErrorResponse(404, "The requested path could not be found");
    static final ErrorResponse UNPARSABLE = new ErrorResponse(400, "Failed to parse request data");
    static final ErrorResponse UNPARSABLE_PAGE = new ErrorResponse(400, "Failed to parse request pagination data");
    static final ErrorResponse TOO_LARGE = new ErrorResponse(413, "Request Entity Too Large");
    static final ErrorResponse INVALID_TASK_ID = new ErrorResponse(400, "Invalid Task ID specified in URL");
    static final ErrorResponse INVALID_RACK_ID = new ErrorResponse(400, "Invalid Rack ID specified in URL");
    static final ErrorResponse INVALID_TRAY_ID = new ErrorResponse(400, "Invalid Tray ID specified in URL");
    static final ErrorResponse INVALID_SITE_ID_IN_URL = new ErrorResponse(400, "Invalid Site ID in URL");
    static final ErrorResponse SITE_ID_MISSING = new ErrorResponse(400, "siteId query parameter is required");
    static final ErrorResponse INVALID_SITE_ID =
            new ErrorResponse(400, "Failed to validate Site specified in request: invalid ID");
    static final ErrorResponse SITE_NOT_FOUND = new ErrorResponse(404, "Could not find Site with specified ID");
    static final ErrorResponse TASK_NOT_FOUND = new ErrorResponse(404, "Task not found");
    static final ErrorResponse UNAVAILABLE =
            new ErrorResponse(503, "Service temporarily unavailable").withHeader(HeaderNames.RETRY_AFTER, "1");
    static final ErrorResponse INTERNAL_ERROR =
            new ErrorResponse(500, "An unexpected error occurred while processing the request");

    static final ErrorResponse MISSING_AUTHORIZATION = unauthenticated("Request is missing authorization header");
    static final ErrorResponse NOT_BEARER = unauthenticated("Invalid Authorization header format");

    /** The host knows no caller. No {@code WWW-Authenticate}, because only the host knows how callers authenticate. */
    static final ErrorResponse NOT_AUTHENTICATED = new ErrorResponse(401, "Request is not authenticated");

    private ErrorResponses() {}

    static ErrorResponse methodNotAllowed(Set<String> allowed) {
        return new ErrorResponse(405, "Method not allowed").withHeader(HeaderNames.ALLOW, String.join(", ", allowed));
    }

    static ErrorResponse unknownQueryParameter(String name) {
        return new ErrorResponse(400, "Unknown query parameter specified in request: " + name);
    }

    static ErrorResponse of(Rejection why) {
        return switch (why) {
            case NOT_A_TOKEN -> unauthenticated("Error parsing the token claims");
            case INVALID -> unauthenticated("Invalid authorization token in request");
            case EXPIRED -> unauthenticated("Authorization token in request has expired");
            case NO_SUBJECT -> unauthenticated("Invalid authorization token, could not find subject ID in claim");
            case WRONG_AUDIENCE -> unauthenticated("Token audience does not match issuer configuration");
            case MISSING_SCOPE -> new ErrorResponse(403, "Token scopes do not match required scopes for issuer");
            case RESERVED_ORG ->
                new ErrorResponse(403, "Organization cannot be authorized dynamically using claims data");
        };
    }

    /**
     * Returns the response to a denial.
     *
     * @param org the org as spelled in the path
     */
    static ErrorResponse of(DenialReason reason, String org) {
        return switch (reason) {
            case NOT_A_MEMBER -> new ErrorResponse(403, "Failed to validate membership for org: " + org);
            case NO_PROVIDER_ADMIN_ROLE -> new ErrorResponse(403, "User does not have Provider Admin role with org");
            case NOT_PERMITTED -> new ErrorResponse(403, "User is not permitted to do this for org: " + org);
            case NO_PROVIDER -> new ErrorResponse(400, "Failed to retrieve Infrastructure Provider for org");
            case UNKNOWN_SITE -> new ErrorResponse(400, "Site specified in request does not exist");
            case FOREIGN_SITE ->
                new ErrorResponse(403, "Site specified in request doesn't belong to current org's Provider");
            case NO_FLOW -> new ErrorResponse(412, "Site does not have NICo Flow enabled");
        };
    }

    private static ErrorResponse unauthenticated(String message) {
        return new ErrorResponse(401, message).withHeader(HeaderNames.WWW_AUTHENTICATE, "Bearer");
    }
}
