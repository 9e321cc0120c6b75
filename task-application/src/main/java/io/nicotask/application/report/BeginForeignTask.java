package io.nicotask.application.report;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;

/**
 * The same gate as that of {@link BeginTask}, for the run of a workflow that others have brought. Nothing is known of
 * its work: the report has one stage of one step, which begins at once and ends with the task.
 */
@FunctionalInterface
@CheckReturnValue
public interface BeginForeignTask {

    /**
     * Asks to pass. Safe to repeat when the answer was lost.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when nothing could be decided
     */
    BeginTaskResult begin(Attempt attempt);

    /** The use case over the given ports. */
    static BeginForeignTask using(Ports ports) {
        return new BeginForeignTaskService(ports);
    }
}
