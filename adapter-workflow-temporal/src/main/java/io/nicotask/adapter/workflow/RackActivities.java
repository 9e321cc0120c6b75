package io.nicotask.adapter.workflow;

import io.nicotask.adapter.workflow.Protocol.Order;
import io.nicotask.adapter.workflow.Protocol.RackSteps;
import io.nicotask.adapter.workflow.Protocol.StageEnd;
import io.nicotask.adapter.workflow.WorkflowModule.Work;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.report.Attempt;
import io.nicotask.application.report.BeginTaskResult;
import io.nicotask.application.report.FinishTask.Ending;
import io.nicotask.application.report.FinishTaskResult;
import io.nicotask.application.report.PerformStageResult;
import io.nicotask.domain.task.RunId;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityNotExistsException;
import io.temporal.client.ActivityWorkerShutdownException;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the steps of a workflow over to the use cases, and their answers back. */
final class RackActivities implements RackSteps {

    private static final Logger LOG = LoggerFactory.getLogger(RackActivities.class);

    private final Work work;

    RackActivities(Work work) {
        this.work = work;
    }

    @Override
    public int begin(Order order) {
        return retried(order, () -> switch (work.begin().begin(attemptAt(order))) {
            case BeginTaskResult.Passed passed -> passed.stages();
            case BeginTaskResult.TurnedAway away -> throw turnedAway(order, away.why());
        });
    }

    @Override
    public StageEnd perform(Order order, int stage) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        try {
            return retried(order, () -> perform(order, stage, () -> context.heartbeat(null)));
        } catch (ActivityNotExistsException terminated) {
            LOG.info("Stopped in stage {} of task {}: the engine wants no more of it", stage, order.task());
            context.doNotCompleteOnReturn();
            return new StageEnd(null);
        } catch (ActivityWorkerShutdownException shutdown) {
            LOG.info("Left stage {} of task {} to the next worker: this one shuts down", stage, order.task());
            throw quietly("WorkerShutdown", shutdown)
                    .setNextRetryDelay(SiteWorker.CLOSED_AFTER)
                    .build();
        }
    }

    @Override
    public void succeed(Order order) {
        finish(order, new Ending.Success());
    }

    @Override
    public void fail(Order order, String error) {
        finish(order, new Ending.Failure(error));
    }

    private StageEnd perform(Order order, int stage, Runnable heartbeat) {
        return switch (work.perform().perform(attemptAt(order), stage, heartbeat)) {
            case PerformStageResult.Completed completed -> new StageEnd(null);
            case PerformStageResult.Broken broken -> new StageEnd(broken.error());
            case PerformStageResult.TurnedAway away -> throw turnedAway(order, away.why());
        };
    }

    private void finish(Order order, Ending ending) {
        FinishTaskResult result = retried(order, () -> work.finish().finish(attemptAt(order), ending));
        switch (result) {
            case FinishTaskResult.Finished finished -> {}
            case FinishTaskResult.TooLate late -> throw turnedAway(order, late.why());
        }
    }

    /** The run is what the engine says it is: no message can name another one. */
    private static Attempt attemptAt(Order order) {
        String run = Activity.getExecutionContext().getInfo().getWorkflowRunId();
        return new Attempt(order.siteId(), order.taskId(), new RunId(run));
    }

    /** The engine repeats what the store could not decide; a line in the log is enough for it. */
    private static <T> T retried(Order order, Supplier<T> step) {
        try {
            return step.get();
        } catch (StoreUnavailable away) {
            LOG.warn("Task {} waits for the store: {}", order.task(), away.getMessage());
            throw quietly("StoreUnavailable", away).build();
        }
    }

    private static ApplicationFailure turnedAway(Order order, String why) {
        LOG.info("The workflow of task {} was turned away: {}", order.task(), why);
        return ApplicationFailure.newBuilder()
                .setMessage(why)
                .setType(Protocol.TURNED_AWAY)
                .setNonRetryable(true)
                .setCategory(ApplicationErrorCategory.BENIGN)
                .build();
    }

    /** A failure that is no cause for alarm: the SDK does not log it. */
    private static ApplicationFailure.Builder quietly(String type, RuntimeException cause) {
        return ApplicationFailure.newBuilder()
                .setMessage(String.valueOf(cause.getMessage()))
                .setType(type)
                .setCategory(ApplicationErrorCategory.BENIGN);
    }
}
