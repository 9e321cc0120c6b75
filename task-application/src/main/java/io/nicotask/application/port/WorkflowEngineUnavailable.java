package io.nicotask.application.port;

/**
 * The workflow engine refused, was silent, or gave an answer that decides nothing. Whether the call had an effect is
 * unknown. Never shown to clients: the relay asks again.
 */
public final class WorkflowEngineUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public WorkflowEngineUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    public WorkflowEngineUnavailable(String message) {
        super(message);
    }
}
