package io.nicotask.application.port;

/**
 * The workflow engine returned an error, did not reply, or gave a reply that decides nothing. Whether the call had an
 * effect is unknown. Never shown to clients: the relay repeats the call.
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
