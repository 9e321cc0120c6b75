package io.nicotask.application.relay;

import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.domain.access.SiteId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
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
    private final AtomicReference<Known> known = new AtomicReference<>(Known.NOTHING);

    SiteAnswers(SiteId site) {
        this.site = site;
    }

    boolean isAway() {
        return Objects.requireNonNull(known.get()).awaySince() != null;
    }

    /** Whether it answers, or has been left alone for long enough. */
    boolean mayAsk(Instant now) {
        return Objects.requireNonNull(known.get()).mayAsk(now);
    }

    /** How many answers there were before the call that begins now. */
    long asking(Instant now) {
        return known.updateAndGet(before -> before.asking(now)).answers();
    }

    void answered() {
        Known before = known.getAndUpdate(Known::answered);
        if (before.told()) {
            LOG.log(Level.INFO, () -> "The workflow engine of site " + site + " answers again");
        }
    }

    void failed(long answersBefore, Instant now, WorkflowEngineUnavailable why) {
        Known before = known.getAndUpdate(then -> then.failed(answersBefore, now));
        if (before.failed(answersBefore, now).told() && !before.told()) {
            LOG.log(
                    Level.WARNING,
                    () -> "The workflow engine of site " + site + " does not answer: " + why.getMessage());
        }
    }

    /**
     * What is known of an engine.
     *
     * @param answers how many there were
     * @param asked when it was asked last
     * @param awaySince when the first call failed since the last answer, or null
     * @param told whether the log says that it is away
     */
    private record Known(
            long answers, Instant asked, @Nullable Instant awaySince, boolean told) {

        static final Known NOTHING = new Known(0, Instant.MIN, null, false);

        /** A clock that was set back delays nothing. */
        boolean mayAsk(Instant now) {
            return awaySince == null || now.isBefore(asked) || !now.isBefore(asked.plus(PAUSE));
        }

        Known asking(Instant now) {
            return new Known(answers, now, awaySince, told);
        }

        Known answered() {
            return new Known(answers + 1, asked, null, false);
        }

        /** A call that failed while another was answered says nothing. */
        Known failed(long answersBefore, Instant now) {
            if (answers != answersBefore) {
                return this;
            }
            boolean worthTelling = awaySince != null && !now.isBefore(awaySince.plus(WORTH_TELLING));
            return new Known(answers, now, awaySince == null ? now : awaySince, told || worthTelling);
        }
    }
}
