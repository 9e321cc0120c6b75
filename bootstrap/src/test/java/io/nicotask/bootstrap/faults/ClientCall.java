package io.nicotask.bootstrap.faults;

import io.nicotask.domain.value.TaskId;

/**
 * A client's call, as the client observed it.
 *
 * @param task the task that the call was about
 * @param verb the kind of call
 * @param request the request id, which history and audit contain
 * @param invoked when it was sent, on a clock that all clients share
 * @param ended when the response arrived, on the same clock
 * @param answer the result
 */
record ClientCall(TaskId task, Verb verb, String request, long invoked, long ended, ClientResult answer) {

    enum Verb {
        SUBMIT,
        GET,
        CANCEL
    }

    /**
     * Returns the latest time at which the call had its effect: never for an unknown result, whose request may still be
     * under way.
     */
    long effectiveBy() {
        return mayBeOmitted() ? Long.MAX_VALUE : ended;
    }

    /** Whether the linearization may omit the call, because its result is unknown. */
    boolean mayBeOmitted() {
        return answer instanceof ClientResult.Unknown;
    }
}
