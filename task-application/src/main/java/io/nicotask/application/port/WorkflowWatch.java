package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.TaskId;
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
public interface WorkflowWatch {

    /** Claims workflows that are due to be looked at, the longest due first, and waits for no other's claim. */
    List<Watched> claimDue(int limit, Duration lease);

    /**
     * Notes what the engine said; the workflow is looked at again after the delay.
     *
     * @param misses how many times in a row the engine has not known the workflow
     * @return whether it was noted: false when the lease has run out, and nothing was changed
     */
    boolean seen(Watched watched, int misses, Duration delay);

    /**
     * Notes that the workflow was looked for in another namespace than the one where it was started, and that nothing is
     * known of it therefore; it is looked at again after the delay.
     *
     * @return whether it was noted: false when the lease has run out, and nothing was changed
     */
    boolean astray(Watched watched, Duration delay);

    /**
     * Gives the workflow back to be looked at after the delay: the engine has not answered. What was known stays.
     *
     * @return whether it was given back: false when the lease has run out, and nothing was changed
     */
    boolean postpone(Watched watched, Duration delay);

    /**
     * Ends the watch over a workflow whose task is terminal.
     *
     * @return whether it was ended: false when the lease has run out, and nothing was changed
     */
    boolean forget(Watched watched);

    /** What is known of the site's watched workflows in all. */
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
     * @param missing how many the engine did not know when last asked
     * @param unasked how many others the engine has not been asked about since it first did not know the latest of these
     * @param astray how many were last looked for in another namespace than the one where they were started
     * @param watched how many are watched in all
     */
    record Missing(long missing, long unasked, long astray, long watched) {

        private static final int FEW = 3;
        private static final double SHARE = 0.05;

        /** Whether so many are missing that the engine is to be doubted, and not the workflows. */
        public boolean isTooMany() {
            return isTooMany(missing);
        }

        /** Whether so many may be missing, as far as is known now; then none of them may count as lost. */
        public boolean mayBeTooMany() {
            return isTooMany(missing + unasked);
        }

        /** Why somebody must look at the site's engine, in one line; empty when nobody must. */
        public Optional<String> reason() {
            if (astray > 0) {
                return Optional.of(astray + " of " + watched
                        + " workflows were started in another namespace than the one that the site has now");
            }
            return isTooMany()
                    ? Optional.of(missing + " of " + watched + " workflows are unknown to the site's engine")
                    : Optional.empty();
        }

        private boolean isTooMany(long some) {
            return some > Math.max(FEW, SHARE * watched);
        }
    }
}
