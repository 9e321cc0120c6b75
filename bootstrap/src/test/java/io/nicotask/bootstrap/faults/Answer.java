package io.nicotask.bootstrap.faults;

import io.nicotask.domain.task.TaskStatus;

/** What a client got for a call. */
sealed interface Answer {

    /** The task as it was: to a submit or a get. */
    record Shown(TaskStatus status, String body) implements Answer {}

    /** A cancel that has ended the task. */
    record Cancelled(String body) implements Answer {}

    /** A cancel of a task that another cancel had ended. */
    record AlreadyTerminated(String body) implements Answer {}

    /** A cancel that came too late. */
    record TooLate(TaskStatus status) implements Answer {}

    /** There is no such task. */
    record Absent() implements Answer {}

    /** The call never reached a server: it has had no effect, and never will. */
    record NotSent() implements Answer {}

    /** Undecided, for all that the client knows: it may have had its effect, may have it later, or never. */
    record Unknown(String why) implements Answer {}

    /** What no client should ever see. */
    record Unexpected(String what) implements Answer {}
}
