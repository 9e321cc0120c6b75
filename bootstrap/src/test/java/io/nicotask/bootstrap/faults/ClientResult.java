package io.nicotask.bootstrap.faults;

import io.nicotask.domain.task.TaskStatus;

/** What a client got for a call. */
sealed interface ClientResult {

    /** The task as it was: to a submit or a get. */
    record Shown(TaskStatus status, String body) implements ClientResult {}

    /** A cancel that has ended the task. */
    record Cancelled(String body) implements ClientResult {}

    /** A cancel of a task that another cancel had ended. */
    record AlreadyTerminated(String body) implements ClientResult {}

    /** A cancel that came too late. */
    record TooLate(TaskStatus status) implements ClientResult {}

    /** There is no such task. */
    record NotFound() implements ClientResult {}

    /** The call never reached a server: it has had no effect, and never will. */
    record NotSent() implements ClientResult {}

    /** Undecided, for all that the client knows: it may have had its effect, may have it later, or never. */
    record Unknown(String why) implements ClientResult {}

    /** What no client should ever see. */
    record Unexpected(String what) implements ClientResult {}
}
