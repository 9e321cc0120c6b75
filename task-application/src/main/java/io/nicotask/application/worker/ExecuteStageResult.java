package io.nicotask.application.worker;

/** The answers of {@link ExecuteStage}. */
public sealed interface ExecuteStageResult {

    /** The stage is done. */
    record Completed() implements ExecuteStageResult {}

    /**
     * The stage went wrong; the report says so.
     *
     * @param error what, in one line
     */
    record Failed(String error) implements ExecuteStageResult {}

    /**
     * The run must leave: the task is no longer its own. What it had begun is aborted, or finished where it must not be.
     *
     * @param reason in one line
     */
    record Refused(String reason) implements ExecuteStageResult {}

    /**
     * This attempt has left the work as it is, and another one has to go on with it if the task is still Running.
     *
     * @param reason in one line
     */
    record HandedOver(String reason) implements ExecuteStageResult {}
}
