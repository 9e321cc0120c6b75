package io.nicotask.application.worker;

/** The results of {@link BeginTask} and {@link BeginExternalTask}. */
public sealed interface BeginTaskResult {

    /**
     * The run may begin.
     *
     * @param stages the number of stages to execute
     */
    record Passed(int stages) implements BeginTaskResult {}

    /**
     * The run must end without acting.
     *
     * @param reason why, in one line
     */
    record Refused(String reason) implements BeginTaskResult {}
}
