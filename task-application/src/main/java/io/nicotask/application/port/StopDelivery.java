package io.nicotask.application.port;

import io.nicotask.domain.stop.Stop;
import org.jspecify.annotations.Nullable;

/**
 * A stop, and how far its delivery to the engine is.
 *
 * @param stop the stop
 * @param attempts the number of deliveries to the engine that were tried
 * @param failure why the last delivery did not close the workflow, or null
 */
public record StopDelivery(
        Stop stop, long attempts, @Nullable String failure) {

    /** Returns why the last delivery or the last observation of a step did not confirm the stop, or null. */
    public @Nullable String lastCause() {
        return failure == null ? stop.stepCause().orElse(null) : failure;
    }
}
