package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.TaskId;
import java.time.Duration;
import java.util.List;

/**
 * The workflows that were started for tasks which may still be open, to be looked at from time to time: no event
 * announces a workflow that has ended without telling us.
 *
 * <p>Claims are leases, as in {@link WorkflowOutbox}. Every method may throw {@link StoreUnavailable}.
 */
@CheckReturnValue
public interface WorkflowWatch {

    /** Claims workflows that are due to be looked at, the longest due first, and waits for no other's claim. */
    List<Watched> claimDue(int limit, Duration lease);

    /**
     * Notes what was seen; the workflow is looked at again after the delay.
     *
     * @param misses how many times in a row the engine has not known the workflow
     * @return whether it was noted: false when the lease has run out, and nothing was changed
     */
    boolean seen(Watched watched, int misses, Duration delay);

    /**
     * Ends the watch over a workflow whose task is terminal.
     *
     * @return whether it was ended: false when the lease has run out, and nothing was changed
     */
    boolean forget(Watched watched);

    /** How many of the site's watched workflows the engine did not know when last asked. */
    Missing missingAt(SiteId site);

    /**
     * A workflow under the lease of its holder.
     *
     * @param task the workflow's task
     * @param site the task's site
     * @param namespace where the workflow was started
     * @param misses how many times in a row the engine has not known it
     * @param attempt which claim this is; the fence against earlier holders
     */
    record Watched(TaskId task, SiteId site, String namespace, int misses, long attempt) {}

    /**
     * The missing workflows of a site.
     *
     * @param missing how many were not known when last asked
     * @param watched how many are watched in all
     */
    record Missing(long missing, long watched) {}
}
