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
     * The run must leave: the task is no longer its own.
     *
     * @param why in one line
     */
    record TurnedAway(String why) implements PerformStageResult {}
}
