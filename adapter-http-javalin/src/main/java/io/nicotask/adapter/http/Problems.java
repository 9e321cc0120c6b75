package io.nicotask.adapter.http;

import io.nicotask.adapter.http.Answer.Problem;
import io.nicotask.application.port.CallerAuthenticator.Rejection;
import io.nicotask.application.port.DenialReason;
import java.util.Set;

/** The errors of the contract, each with its status and its words. */
final class Problems {

    static final Problem NO_SUCH_PATH = new Problem(404, "The requested path could not be found");
    static final Problem UNPARSABLE = new Problem(400, "Failed to parse request data");
    static final Problem UNPARSABLE_PAGE = new Problem(400, "Failed to parse request pagination data");
    static final Problem TOO_LARGE = new Problem(413, "Request Entity Too Large");
    static final Problem INVALID_TASK_ID = new Problem(400, "Invalid Task ID specified in URL");
    static final Problem INVALID_RACK_ID = new Problem(400, "Invalid Rack ID specified in URL");
    static final Problem INVALID_TRAY_ID = new Problem(400, "Invalid Tray ID specified in URL");
    static final Problem SITE_ID_MISSING = new Problem(400, "siteId query parameter is required");
    static final Problem INVALID_SITE_ID = new Problem(400, "Failed to validate Site specified in request: invalid ID");
    static final Problem NO_SUCH_TASK = new Problem(404, "Task not found");
    static final Problem UNAVAILABLE =
            new Problem(503, "Service temporarily unavailable").with(Headers.RETRY_AFTER, "1");
    static final Problem BUG = new Problem(500, "An unexpected error occurred while processing the request");

    static final Problem NO_AUTHORIZATION = unauthenticated("Request is missing authorization header");
    static final Problem NOT_BEARER = unauthenticated("Invalid Authorization header format");

    private Problems() {}

    static Problem methodNotAllowed(Set<String> allowed) {
        return new Problem(405, "Method not allowed").with(Headers.ALLOW, String.join(", ", allowed));
    }

    static Problem unknownQueryParameter(String name) {
        return new Problem(400, "Unknown query parameter specified in request: " + name);
    }

    static Problem of(Rejection why) {
        return switch (why) {
            case NOT_A_TOKEN -> unauthenticated("Error parsing the token claims");
            case INVALID -> unauthenticated("Invalid authorization token in request");
            case EXPIRED -> unauthenticated("Authorization token in request has expired");
            case NO_SUBJECT -> unauthenticated("Invalid authorization token, could not find subject ID in claim");
            case WRONG_AUDIENCE -> unauthenticated("Token audience does not match issuer configuration");
            case MISSING_SCOPE -> new Problem(403, "Token scopes do not match required scopes for issuer");
            case RESERVED_ORG -> new Problem(403, "Organization cannot be authorized dynamically using claims data");
        };
    }

    /**
     * The answer to a denial.
     *
     * @param org the org as the path spells it
     */
    static Problem of(DenialReason reason, String org) {
        return switch (reason) {
            case NOT_A_MEMBER -> new Problem(403, "Failed to validate membership for org: " + org);
            case NO_PROVIDER_ADMIN_ROLE -> new Problem(403, "User does not have Provider Admin role with org");
            case NO_PROVIDER -> new Problem(400, "Failed to retrieve Infrastructure Provider for org");
            case UNKNOWN_SITE -> new Problem(400, "Site specified in request does not exist");
            case FOREIGN_SITE -> new Problem(403, "Site specified in request doesn't belong to current org's Provider");
            case NO_FLOW -> new Problem(412, "Site does not have NICo Flow enabled");
        };
    }

    private static Problem unauthenticated(String message) {
        return new Problem(401, message).with(Headers.WWW_AUTHENTICATE, "Bearer");
    }
}
