package io.nicotask.adapter.workflow;

import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.report.Attempt;
import io.nicotask.application.report.BeginTaskResult;
import io.nicotask.application.report.FinishTaskResult;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the use cases answer, told to the workflow that has asked: a refusal ends it. */
final class Verdicts {

    private static final Logger LOG = LoggerFactory.getLogger(Verdicts.class);

    private Verdicts() {}

    /** How many stages there are to do behind the gate. */
    static int begun(Attempt attempt, Supplier<BeginTaskResult> gate) {
        return switch (retried(attempt, gate)) {
            case BeginTaskResult.Passed passed -> passed.stages();
            case BeginTaskResult.TurnedAway away -> throw turnedAway(attempt, away.why());
        };
    }

    static void finished(Attempt attempt, Supplier<FinishTaskResult> end) {
        switch (retried(attempt, end)) {
            case FinishTaskResult.Finished finished -> {}
            case FinishTaskResult.TooLate late -> throw turnedAway(attempt, late.why());
        }
    }

    /** The engine repeats what the store could not decide; a line in the log is enough for it. */
    static <T> T retried(Attempt attempt, Supplier<T> step) {
        try {
            return step.get();
        } catch (StoreUnavailable away) {
            LOG.warn("Task {} waits for the store: {}", attempt.task(), away.getMessage());
            throw quietly("StoreUnavailable", String.valueOf(away.getMessage())).build();
        }
    }

    static ApplicationFailure turnedAway(Attempt attempt, String why) {
        LOG.info("The workflow of task {} was turned away: {}", attempt.task(), why);
        return quietly(Protocol.TURNED_AWAY, why).setNonRetryable(true).build();
    }

    /** A failure that is no cause for alarm: the SDK does not log it. */
    static ApplicationFailure.Builder quietly(String type, String why) {
        return ApplicationFailure.newBuilder()
                .setMessage(why)
                .setType(type)
                .setCategory(ApplicationErrorCategory.BENIGN);
    }
}
