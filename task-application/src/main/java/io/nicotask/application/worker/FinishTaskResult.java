package io.nicotask.application.worker;

/** The answers of {@link FinishTask}. */
public sealed interface FinishTaskResult {

    /** The task has ended so, now or by an earlier word of the same run. */
    record Finished() implements FinishTaskResult {}

    /**
     * The task has ended otherwise, or belongs to another run. The word is kept among the late results.
     *
     * @param reason in one line
     */
    record TooLate(String reason) implements FinishTaskResult {}
}
