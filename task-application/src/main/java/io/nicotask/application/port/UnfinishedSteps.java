package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The steps that may act on racks: they have begun, and were not seen to end. A task with an unfinished step keeps its
 * rack, and its stop is not confirmed ({@link Stop}). Every method may throw {@link StoreUnavailable}.
 *
 * <p>A step ends by evidence ({@link Change.StepEnded}) or by an operator ({@link Change.StopResolved}), never by a lease,
 * a time limit, a clock, a shutdown or a terminate. From the moment that its task ends it is observed, as work of the
 * {@link WorkQueue}.
 */
@CheckReturnValue
public interface UnfinishedSteps {

    /** Returns the task's unfinished steps by stage and type; empty when the scope has no such task. */
    List<UnfinishedStep> find(TaskScope scope, TaskId task);

    /**
     * Records an observation of a step that has not ended. Does nothing when the step has ended meanwhile. A component of
     * unknown status makes the alert of the task's stop due.
     */
    void recordObservation(TaskScope scope, StepKey step, Observation observation);

    /**
     * Identifies a step.
     *
     * @param task the task
     * @param stage the number of the stage, from 1
     * @param type the type of the components
     */
    record StepKey(TaskId task, int stage, ComponentType type) {

        @Override
        public String toString() {
            return "Stage " + stage + ", " + type.label();
        }
    }

    /**
     * A step that may act.
     *
     * @param site the task's site
     * @param key identifies the step
     * @param interruptPolicy whether a quiesce cuts the step off
     * @param fencingToken that of the task's reservation
     * @param unknownFor the time since the step's status was last known
     */
    record UnfinishedStep(
            SiteId site,
            StepKey key,
            InterruptPolicy interruptPolicy,
            FencingToken fencingToken,
            Duration unknownFor) {}

    /**
     * An observation of a step that has not ended.
     *
     * @param isKnown whether the hardware answered with a status for every component
     * @param unknown the components whose status the hardware does not know, with the reasons
     * @param cause why the step has not ended, in one line, or null when the reasons of the unknown components say it
     */
    record Observation(
            boolean isKnown,
            Map<ComponentId, String> unknown,
            @Nullable String cause) {

        public Observation {
            unknown = Map.copyOf(unknown);
        }
    }
}
