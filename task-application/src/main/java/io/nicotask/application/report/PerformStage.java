package io.nicotask.application.report;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;

/** Does the work of one stage on the rack, behind the gate, and writes the report as it goes. */
@FunctionalInterface
@CheckReturnValue
public interface PerformStage {

    /**
     * Passes the gate again, does what of the stage is not done yet, and answers how it ended. Safe to repeat.
     *
     * @param number the stage's place, from 1
     * @param heartbeat called at least once a second; when it throws, the work stops and the exception goes on
     * @throws io.nicotask.application.port.StoreUnavailable when the progress could not be kept
     */
    PerformStageResult perform(Attempt attempt, int number, Runnable heartbeat);

    /** The use case over the given ports. */
    static PerformStage using(Ports ports, RackHardware hardware) {
        return new PerformStageService(ports, hardware);
    }
}
