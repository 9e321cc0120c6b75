package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The workflows that were started for tasks which may still be open, to be looked at from time to time: no event
 * announces a workflow that has ended without telling us.
 *
 * <p>Claims are leases, as in {@link WorkflowOutbox}. Every method may throw {@link StoreUnavailable}.
 */
@CheckReturnValue
public interface WorkflowMonitor {

    /** Claims workflows that are due to be looked at, the longest due first, and waits for no other's claim. */
    List<MonitoredWorkflow> claimDue(int limit, Duration lease);

    /**
     * Notes what the engine said; the workflow is looked at again after the delay.
     *
     * @param notFoundCount how many times in a row the engine has not known the workflow
     * @return whether it was noted: false when the lease has run out, and nothing was changed
     */
    boolean recordCheck(MonitoredWorkflow workflow, int notFoundCount, Duration delay);

    /**
     * Notes that the workflow was looked for in another namespace than the one where it was started, and that nothing is
     * known of it therefore; it is looked at again after the delay.
     *
     * @return whether it was noted: false when the lease has run out, and nothing was changed
     */
    boolean recordWrongNamespace(MonitoredWorkflow workflow, Duration delay);

    /**
     * Gives the workflow back to be looked at after the delay: the engine has not answered. What was known stays.
     *
     * @return whether it was given back: false when the lease has run out, and nothing was changed
     */
    boolean postpone(MonitoredWorkflow workflow, Duration delay);

    /**
     * Ends the watch over a workflow whose task is terminal.
     *
     * @return whether it was ended: false when the lease has run out, and nothing was changed
     */
    boolean stopMonitoring(MonitoredWorkflow workflow);

    /** What is known of the site's watched workflows in all. */
    MissingWorkflows missingWorkflowsAt(SiteId site);

    /**
     * A workflow under the lease of its holder.
     *
     * @param task the workflow's task
     * @param site the task's site
     * @param namespace where the workflow was started
     * @param notFoundCount how many times in a row the engine has not known it
     * @param claimNumber which claim this is; the fence against earlier holders
     */
    record MonitoredWorkflow(TaskId task, SiteId site, String namespace, int notFoundCount, long claimNumber) {}

    /**
     * The missing workflows of a site.
     *
     * @param missing how many the engine did not know when last asked
     * @param unchecked how many others the engine has not been asked about since it first did not know the latest of these
     * @param inWrongNamespace how many were last looked for in another namespace than the one where they were started
     * @param monitored how many are watched in all
     */
    record MissingWorkflows(long missing, long unchecked, long inWrongNamespace, long monitored) {

        private static final int FEW = 3;
        private static final double SHARE = 0.05;

        /** Whether so many are missing that the engine is to be doubted, and not the workflows. */
        public boolean isTooMany() {
            return isTooMany(missing);
        }

        /** Whether so many may be missing, as far as is known now; then none of them may count as lost. */
        public boolean mayBeTooMany() {
            return isTooMany(missing + unchecked);
        }

        /** Why somebody must look at the site's engine, in one line; empty when nobody must. */
        public Optional<String> reason() {
            if (inWrongNamespace > 0) {
                return Optional.of(inWrongNamespace + " of " + monitored
                        + " workflows were started in another namespace than the one that the site has now");
            }
            return isTooMany()
                    ? Optional.of(missing + " of " + monitored + " workflows are unknown to the site's engine")
                    : Optional.empty();
        }

        private boolean isTooMany(long some) {
            return some > Math.max(FEW, SHARE * monitored);
        }
    }
}
