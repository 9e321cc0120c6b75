package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the engines reported about the workflows of tasks: no event announces a workflow that has closed without reporting
 * to this service. Every method may throw {@link StoreUnavailable}.
 */
@CheckReturnValue
public interface WorkflowMonitor {

    /** Up to when scheduled checks are counted. */
    Duration HORIZON = Duration.ofMinutes(5);

    /** How long an ended task whose workflow was missing is counted. */
    Duration RECENT = Duration.ofMinutes(1);

    /** Returns what is known of the task's workflow; empty when no start was delivered. */
    Optional<MonitoredWorkflow> find(TaskId task);

    /**
     * Records the result of a check; the next check is due after the delay.
     *
     * @param notFoundCount how many checks in a row did not find the workflow
     * @param delay until the next check, or null when none is needed until another event
     * @return whether it was recorded: false when the claim has expired, and nothing was changed
     */
    boolean recordCheck(WorkItem item, int notFoundCount, @Nullable Duration delay);

    /**
     * Records that the workflow was searched in another namespace than the one where it was started, which says nothing
     * about its state; the next check is due after the delay.
     *
     * @return whether it was recorded: false when the claim has expired, and nothing was changed
     */
    boolean recordWrongNamespace(WorkItem item, Duration delay);

    /** Returns the counts of the workflows of the site's open tasks. */
    MissingWorkflows missingWorkflowsAt(SiteId site);

    /** Returns how many checks of workflows of the site are due within {@link #HORIZON}, counting up to the limit. */
    int scheduledChecks(SiteId site, int limit);

    /**
     * The workflow of a task.
     *
     * @param namespace where it was started
     * @param notFoundCount how many checks in a row did not find it
     * @param notFoundFor how long ago the first of them was, or the first since the store's clock was set back; zero if
     *     there is none
     * @param acting whether an attempt of the task holds a valid lease
     */
    record MonitoredWorkflow(String namespace, int notFoundCount, Duration notFoundFor, boolean acting) {}

    /**
     * The missing workflows of the open tasks of a site.
     *
     * @param missing how many the last check did not find
     * @param unchecked how many others, of tasks without an acting attempt, have not been checked since the latest of the
     *     missing ones was first not found, or since the store's clock was set back
     * @param recentlyEnded how many workflows were missing when their tasks ended within {@link #RECENT}
     * @param inWrongNamespace how many were last searched in another namespace than the one where they were started
     * @param monitored how many are monitored in total
     */
    record MissingWorkflows(long missing, long unchecked, long recentlyEnded, long inWrongNamespace, long monitored) {

        private static final int TOLERATED_COUNT = 3;
        private static final double TOLERATED_SHARE = 0.05;

        /** Returns whether too many workflows are missing, so that the fault is probably the engine's. */
        public boolean isTooMany() {
            return isTooMany(missing);
        }

        /**
         * Returns whether too many may be missing, counting unchecked ones and those whose tasks have just ended; then none of
         * them may count as lost.
         */
        public boolean mayBeTooMany() {
            return isTooMany(missing + unchecked + recentlyEnded);
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
