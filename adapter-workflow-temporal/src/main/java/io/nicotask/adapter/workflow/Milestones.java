package io.nicotask.adapter.workflow;

import io.nicotask.adapter.workflow.WorkflowModule.Work;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.report.Attempt;
import io.nicotask.application.report.BeginTask.Plan;
import io.nicotask.application.report.BeginTaskResult;
import io.nicotask.application.report.FinishTask.Ending;
import io.nicotask.application.report.FinishTaskResult;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The beginning and the end of a task, told to the use cases; a refusal ends the workflow that has asked. */
final class Milestones {

    private static final Logger LOG = LoggerFactory.getLogger(Milestones.class);

    private final Work work;

    Milestones(Work work) {
        this.work = work;
    }

    /** Passes the gate and answers how many stages there are to do. */
    int begin(Attempt attempt, Plan plan) {
        return retried(attempt, () -> switch (work.begin().begin(attempt, plan)) {
            case BeginTaskResult.Passed passed -> passed.stages();
            case BeginTaskResult.TurnedAway away -> throw turnedAway(attempt, away.why());
        });
    }

    void finish(Attempt attempt, Ending ending) {
        FinishTaskResult result = retried(attempt, () -> work.finish().finish(attempt, ending));
        switch (result) {
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
