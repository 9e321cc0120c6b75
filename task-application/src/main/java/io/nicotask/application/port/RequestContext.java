package io.nicotask.application.port;

import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AuditTrail.AuditEntry.AuditedRequest;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.TextConstraints;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request, for whom, and from where.
 *
 * @param caller the caller
 * @param org the org that the caller acts for
 * @param origin where the request came from
 */
public record RequestContext(Caller caller, OrgName org, RequestOrigin origin) {

    public RequestContext {
        Objects.requireNonNull(caller, "caller");
        Objects.requireNonNull(org, "org");
        Objects.requireNonNull(origin, "origin");
    }

    /**
     * Returns the context of a request whose caller the embedding service has checked; see
     * {@link io.nicotask.application.user.TrustedCallersPolicy}.
     *
     * @param subject who makes the request, for the audit and the history
     * @param org the org that the caller acts for; its provider owns the sites
     * @param requestId the id of the request in the logs of the service
     */
    public static RequestContext ofTrusted(Subject subject, OrgName org, String requestId) {
        return new RequestContext(
                new Caller(subject, Caller.Profile.EMPTY, Map.of()), org, new RequestOrigin(requestId, ""));
    }

    /** Returns the request as the audit trail records it. */
    public AuditedRequest audited(Action action, @Nullable SiteId site, @Nullable TaskId task) {
        return new AuditedRequest(caller.subject(), org, action, site, task, origin);
    }

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

    /**
     * A client's idempotency key.
     *
     * @param org the org that the caller acts for
     * @param key the key
     * @param fingerprint the whole request, in a form that is equal for equal requests
     */
    public record IdempotencyKey(OrgName org, String key, String fingerprint) {

        /** How long the use of a key is stored; afterwards the key counts as unused. */
        public static final Duration RETENTION = Duration.ofHours(24);

        private static final int MAX_CHARACTERS = 255;

        /** Returns what is wrong with the key, or empty when it can be used. */
        public static Optional<String> problem(String key) {
            return key.isEmpty() || key.length() > MAX_CHARACTERS
                    ? Optional.of("size must be between 1 and " + MAX_CHARACTERS)
                    : TextConstraints.problem(key, MAX_CHARACTERS);
        }
    }
}
