package io.nicotask.adapter.workflow;

import io.nicotask.adapter.workflow.Messages.Order;
import io.nicotask.adapter.workflow.Messages.StageEnd;
import io.nicotask.adapter.workflow.Protocol.RackSteps;
import io.nicotask.adapter.workflow.WorkflowModule.Work;
import io.nicotask.application.report.Attempt;
import io.nicotask.application.report.FinishTask.Ending;
import io.nicotask.application.report.PerformStageResult;
import io.nicotask.domain.task.RunId;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;
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
        Attempt attempt = attemptAt(order);
        return Verdicts.begun(attempt, () -> work.begin().begin(attempt));
    }

    @Override
    public StageEnd perform(Order order, int stage) {
        Attempt attempt = attemptAt(order);
        ActivityExecutionContext context = Activity.getExecutionContext();
        EngineHeartbeat heartbeat = new EngineHeartbeat(context);
        PerformStageResult result =
                Verdicts.retried(attempt, () -> work.perform().perform(attempt, stage, heartbeat));
        if (heartbeat.isClosed()) {
            LOG.info("Left off in stage {} of task {}: its workflow is closed", stage, order.task());
            context.doNotCompleteOnReturn();
            return new StageEnd(null);
        }
        return switch (result) {
            case PerformStageResult.Completed completed -> new StageEnd(null);
            case PerformStageResult.Broken broken -> new StageEnd(broken.error());
            case PerformStageResult.TurnedAway away -> throw Verdicts.turnedAway(attempt, away.why());
            case PerformStageResult.Left left -> throw left(order, stage, left.why(), heartbeat);
        };
    }

    @Override
    public void succeed(Order order) {
        finish(order, new Ending.Success());
    }

    @Override
    public void fail(Order order, String error) {
        finish(order, new Ending.Failure(error));
    }

    private void finish(Order order, Ending ending) {
        Attempt attempt = attemptAt(order);
        Verdicts.finished(attempt, () -> work.finish().finish(attempt, ending));
    }

    /** The run is what the engine says it is: no message can name another one. */
    private static Attempt attemptAt(Order order) {
        String run = Activity.getExecutionContext().getInfo().getWorkflowRunId();
        return new Attempt(order.siteId(), order.taskId(), new RunId(run));
    }

    /** The engine gives the stage to another attempt, which is not to come back to a worker that shuts down. */
    private static ApplicationFailure left(Order order, int stage, String why, EngineHeartbeat heartbeat) {
        LOG.info("Left stage {} of task {} to another attempt: {}", stage, order.task(), why);
        ApplicationFailure.Builder left = Verdicts.quietly("Left", why);
        return (heartbeat.isShutDown() ? left.setNextRetryDelay(SiteWorker.CLOSED_AFTER) : left).build();
    }
}
