package io.nicotask.bootstrap.faults;

import io.nicotask.domain.value.TaskId;

/**
 * One call of a client, as the client saw it.
 *
 * @param task the task that it was about
 * @param verb what was asked
 * @param request the call's own id, as history and audit know it
 * @param invoked when it was sent, on a clock that all clients share
 * @param ended when the answer was there, on the same clock
 * @param answer what came back
 */
record ClientCall(TaskId task, Verb verb, String request, long invoked, long ended, ClientResult answer) {

    /** What can be asked. */
    enum Verb {
        SUBMIT,
        GET,
        CANCEL
    }

    /** When it must have had its effect, if it has any: what is unknown may still be under way. */
    long effectiveBy() {
        return mayBeLeftOut() ? Long.MAX_VALUE : ended;
    }

    /** Whether nothing follows from the answer. */
    boolean mayBeLeftOut() {
        return answer instanceof ClientResult.Unknown;
    }
}
