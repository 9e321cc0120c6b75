package io.nicotask.application.relay;

import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.domain.access.SiteId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the engine of one site answers. It is away from a call that failed while no other was answered, to the next
 * answer: of an engine that is slow, some calls fail, and the others shall go on.
 */
final class SiteAnswers {

    /** How long an engine that is away is left alone between two calls. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    /** What lasts less long is not worth a line in the log. */
    private static final Duration WORTH_TELLING = Duration.ofSeconds(3);

    private static final Logger LOG = System.getLogger(SiteAnswers.class.getName());

    private final SiteId site;
    private long answers;
    private Instant asked = Instant.MIN;
    private @Nullable Instant awaySince;
    private boolean told;

    SiteAnswers(SiteId site) {
        this.site = site;
    }

    synchronized boolean isAway() {
        return awaySince != null;
    }

    /** A clock that was set back delays nothing. */
    synchronized boolean mayAsk(Instant now) {
        return awaySince == null || now.isBefore(asked) || !now.isBefore(asked.plus(PAUSE));
    }

    /** How many answers there were before the call that begins now. */
    synchronized long asking(Instant now) {
        asked = now;
        return answers;
    }

    synchronized void answered() {
        answers++;
        awaySince = null;
        if (told) {
            told = false;
            LOG.log(Level.INFO, () -> "The workflow engine of site " + site + " answers again");
        }
    }

    synchronized void failed(long answersBefore, Instant now, WorkflowEngineUnavailable why) {
        if (answers != answersBefore) {
            return;
        }
        asked = now;
        if (awaySince == null) {
            awaySince = now;
        } else if (!told && !now.isBefore(awaySince.plus(WORTH_TELLING))) {
            told = true;
            LOG.log(
                    Level.WARNING,
                    () -> "The workflow engine of site " + site + " does not answer: " + why.getMessage());
        }
    }
}
