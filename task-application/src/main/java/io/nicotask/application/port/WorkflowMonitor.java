package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.Optional;

/**
 * What the engines reported about the workflows of tasks: no event announces a workflow that has closed without reporting
 * to this service. Every method may throw {@link StoreUnavailable}.
 */
@CheckReturnValue
public interface WorkflowMonitor {

    /** Returns what is known of the task's workflow; empty when no start was delivered. */
    Optional<MonitoredWorkflow> find(TaskId task);

    /**
     * Records the result of a check; the next check is due after the delay.
     *
     * @param notFoundCount how many checks in a row did not find the workflow
     * @return whether it was recorded: false when the claim has expired, and nothing was changed
     */
    boolean recordCheck(WorkItem item, int notFoundCount, Duration delay);

    /**
     * Records that the workflow was searched in another namespace than the one where it was started, which says nothing
     * about its state; the next check is due after the delay.
     *
     * @return whether it was recorded: false when the claim has expired, and nothing was changed
     */
    boolean recordWrongNamespace(WorkItem item, Duration delay);

    /** Returns the counts of the workflows of the site's open tasks. */
    MissingWorkflows missingWorkflowsAt(SiteId site);

    /**
     * The workflow of a task.
     *
     * @param namespace where it was started
     * @param notFoundCount how many checks in a row did not find it
     */
    record MonitoredWorkflow(String namespace, int notFoundCount) {}

    /**
     * The missing workflows of the open tasks of a site.
     *
     * @param missing how many the last check did not find
     * @param unchecked how many others have not been checked since the latest of the missing ones was first not found
     * @param inWrongNamespace how many were last searched in another namespace than the one where they were started
     * @param monitored how many are monitored in total
     */
    record MissingWorkflows(long missing, long unchecked, long inWrongNamespace, long monitored) {

        private static final int TOLERATED_COUNT = 3;
        private static final double TOLERATED_SHARE = 0.05;

        /** Returns whether too many workflows are missing, so that the fault is probably the engine's. */
        public boolean isTooMany() {
            return isTooMany(missing);
        }

        /** Returns whether too many may be missing, counting unchecked ones; then none of them may count as lost. */
        public boolean mayBeTooMany() {
            return isTooMany(missing + unchecked);
        }

        /** Returns why an operator has to check the site's engine, in one line; empty when there is no need. */
        public Optional<String> reason() {
            if (inWrongNamespace > 0) {
                return Optional.of(inWrongNamespace + " of " + monitored
                        + " workflows were started in another namespace than the one that the site has now");
            }
            return isTooMany()
                    ? Optional.of(missing + " of " + monitored + " workflows are unknown to the site's engine")
                    : Optional.empty();
        }

        private boolean isTooMany(long count) {
            return count > Math.max(TOLERATED_COUNT, TOLERATED_SHARE * monitored);
        }
    }
}
