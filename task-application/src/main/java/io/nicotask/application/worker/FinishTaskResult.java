package io.nicotask.application.worker;

/** The results of {@link FinishTask}. */
public sealed interface FinishTaskResult {

    /** The task has ended with this result, now or by an earlier report of the same run. */
    record Finished() implements FinishTaskResult {}

    /**
     * The task has ended with another result, or belongs to another run. The report is stored as a late outcome.
     *
     * @param reason why, in one line
     */
    record TooLate(String reason) implements FinishTaskResult {}
}
