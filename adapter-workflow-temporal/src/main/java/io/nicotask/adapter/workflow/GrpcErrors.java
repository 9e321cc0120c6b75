package io.nicotask.adapter.workflow;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.serviceclient.StatusUtils;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Classifies failed calls by status codes and typed details only, since error texts differ between servers. */
final class GrpcErrors {

    private static final int MAX_REASON = 200;

    private GrpcErrors() {}

    static boolean hasCode(StatusRuntimeException failed, Code code) {
        return failed.getStatus().getCode() == code;
    }

    /** Returns whether the server could not be reached or did not answer in time. */
    static boolean isConnectionFailure(StatusRuntimeException failed) {
        return hasCode(failed, Code.UNAVAILABLE) || hasCode(failed, Code.DEADLINE_EXCEEDED);
    }

    /** Returns whether the server knows no such workflow, or none that is open. */
    static boolean isUnknownWorkflow(StatusRuntimeException failed) {
        return hasCode(failed, Code.NOT_FOUND) && !StatusUtils.hasFailure(failed, NamespaceNotFoundFailure.class);
    }

    /** Returns the exception for a failure from which nothing follows about the workflow. */
    static WorkflowEngineUnavailable unavailable(SiteEndpoint endpoint, StatusRuntimeException failed) {
        String problem = StatusUtils.hasFailure(failed, NamespaceNotFoundFailure.class)
                ? "does not know the namespace " + endpoint.namespace()
                : problem(endpoint.connection(), failed);
        return new WorkflowEngineUnavailable("Temporal at " + endpoint.address() + " " + problem, failed);
    }

    /** Returns what is wrong, as a predicate whose subject is the server. */
    static String problem(TemporalConnection connection, StatusRuntimeException failed) {
        boolean isRefusal = hasCode(failed, Code.UNAUTHENTICATED) || hasCode(failed, Code.PERMISSION_DENIED);
        return isRefusal
                ? "refused the " + connection.credentials() + ": " + inOneLine(failed)
                : "gave no answer that decides anything: " + inOneLine(failed);
    }

    /** Returns the code, and the reason: of a failed TLS handshake, the innermost one. */
    static String inOneLine(StatusRuntimeException failed) {
        String tls = tlsReason(failed);
        String reason = tls == null ? failed.getStatus().getDescription() : "TLS: " + tls;
        return failed.getStatus().getCode() + (reason == null ? "" : " (" + firstLine(reason) + ")");
    }

    private static @Nullable String tlsReason(Throwable failed) {
        String reason = null;
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException || cause instanceof GeneralSecurityException) {
                reason = cause.getMessage();
            }
        }
        return reason;
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > MAX_REASON ? line.substring(0, MAX_REASON) + "…" : line;
    }
}
