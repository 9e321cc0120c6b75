package io.nicotask.application.worker;

/** The results of {@link ReportStopped}. */
public sealed interface ReportStoppedResult {

    /** The report is stored, now or earlier: the stop is confirmed, unless an operator has to inspect a component. */
    record Stopped() implements ReportStoppedResult {}

    /**
     * The report says nothing about the task: it has not ended, or another run has begun it. Nothing changed.
     *
     * @param reason why, in one line
     */
    record Refused(String reason) implements ReportStoppedResult {}
}
