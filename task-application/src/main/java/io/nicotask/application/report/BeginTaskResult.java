package io.nicotask.application.report;

/** The answers of {@link BeginTask} and {@link BeginForeignTask}. */
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
     * @param why in one line
     */
    record TurnedAway(String why) implements BeginTaskResult {}
}
