package io.nicotask.adapter.workflow;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.nicotask.adapter.workflow.WorkflowModule.Endpoint;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.serviceclient.StatusUtils;

/** What a failed call means. Read from codes and typed details only: texts differ between servers. */
final class GrpcErrors {

    private GrpcErrors() {}

    static boolean has(StatusRuntimeException failed, Code code) {
        return failed.getStatus().getCode() == code;
    }

    /** Whether the server was not reached, or has gone silent. */
    static boolean isConnectionFailure(StatusRuntimeException failed) {
        return has(failed, Code.UNAVAILABLE) || has(failed, Code.DEADLINE_EXCEEDED);
    }

    /** Whether the server says that it knows no such workflow, or none that is open. */
    static boolean isUnknownWorkflow(StatusRuntimeException failed) {
        return has(failed, Code.NOT_FOUND) && !StatusUtils.hasFailure(failed, NamespaceNotFoundFailure.class);
    }

    /** A failure that decides nothing. */
    static WorkflowEngineUnavailable undecided(Endpoint endpoint, StatusRuntimeException failed) {
        String what = StatusUtils.hasFailure(failed, NamespaceNotFoundFailure.class)
                ? "does not know the namespace " + endpoint.namespace()
                : "gave no answer that decides anything: " + inOneLine(failed);
        return new WorkflowEngineUnavailable("Temporal at " + endpoint.target() + " " + what, failed);
    }

    static String inOneLine(StatusRuntimeException failed) {
        String description = failed.getStatus().getDescription();
        return failed.getStatus().getCode()
                + (description == null
                        ? ""
                        : " (" + description.lines().findFirst().orElse("") + ")");
    }
}
