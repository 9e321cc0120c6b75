package io.nicotask.application.worker;

/** The answers of {@link BeginTask} and {@link BeginExternalTask}. */
public sealed interface BeginTaskResult {

    /**
     * The run may begin.
     *
     * @param stages how many stages there are to do
     */
    record Passed(int stages) implements BeginTaskResult {}

    /**
     * The run must leave without touching anything.
     *
     * @param reason in one line
     */
    record Refused(String reason) implements BeginTaskResult {}
}
