package io.nicotask.application.worker;

/** The results of {@link ExecuteStage}. */
public sealed interface ExecuteStageResult {

    /** The stage is complete. */
    record Completed() implements ExecuteStageResult {}

    /**
     * The stage failed, and the report has the error.
     *
     * @param error the error, in one line
     */
    record Failed(String error) implements ExecuteStageResult {}

    /**
     * The run must end, because the task no longer belongs to it. Once the task has ended, {@link ObserveSteps}
     * observes the steps of the run until they have ended.
     *
     * @param reason why, in one line
     */
    record Refused(String reason) implements ExecuteStageResult {}

    /**
     * This attempt left the work unfinished; another attempt has to continue it if the task is still Running.
     *
     * @param reason why, in one line
     */
    record HandedOver(String reason) implements ExecuteStageResult {}
}
