package io.nicotask.application.report;

/** The answers of {@link PerformStage}. */
public sealed interface PerformStageResult {

    /** The stage is done. */
    record Completed() implements PerformStageResult {}

    /**
     * The stage went wrong; the report says so.
     *
     * @param error what, in one line
     */
    record Broken(String error) implements PerformStageResult {}

    /**
     * The run must leave: the task is no longer its own. What it had begun is aborted, or finished where it must not be.
     *
     * @param why in one line
     */
    record TurnedAway(String why) implements PerformStageResult {}

    /**
     * This attempt has left the work as it is, and another one has to go on with it if the task is still Running.
     *
     * @param why in one line
     */
    record Left(String why) implements PerformStageResult {}
}
