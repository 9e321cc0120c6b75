package io.nicotask.bootstrap.faults;

import io.nicotask.domain.task.TaskStatus;

/** The result of a call, as the client observed it. */
sealed interface ClientResult {

    /** A submit or a get returned the task in this state. */
    record Shown(TaskStatus status, String body) implements ClientResult {}

    /** A cancel terminated the task. */
    record Cancelled(String body) implements ClientResult {}

    /** The task had been terminated by another cancel. */
    record AlreadyTerminated(String body) implements ClientResult {}

    /** The task had finished before the cancel. */
    record TooLate(TaskStatus status) implements ClientResult {}

    /** The server knows no such task. */
    record NotFound() implements ClientResult {}

    /** The request reached no server, so it has no effect. */
    record NotSent() implements ClientResult {}

    /** The client cannot know: the request may have had its effect, may have it later, or never. */
    record Unknown(String why) implements ClientResult {}

    /** A response that a correct server never sends. */
    record Unexpected(String what) implements ClientResult {}
}
