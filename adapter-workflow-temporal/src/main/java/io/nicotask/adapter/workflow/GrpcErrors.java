package io.nicotask.adapter.workflow;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.nicotask.adapter.workflow.WorkflowModule.Endpoint;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.serviceclient.StatusUtils;

/** Classifies failed calls by status codes and typed details only, since error texts differ between servers. */
final class GrpcErrors {

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
    static WorkflowEngineUnavailable unavailable(Endpoint endpoint, StatusRuntimeException failed) {
        String problem = StatusUtils.hasFailure(failed, NamespaceNotFoundFailure.class)
                ? "does not know the namespace " + endpoint.namespace()
                : "gave no answer that decides anything: " + inOneLine(failed);
        return new WorkflowEngineUnavailable("Temporal at " + endpoint.target() + " " + problem, failed);
    }

    static String inOneLine(StatusRuntimeException failed) {
        String description = failed.getStatus().getDescription();
        return failed.getStatus().getCode()
                + (description == null
                        ? ""
                        : " (" + description.lines().findFirst().orElse("") + ")");
    }
}
