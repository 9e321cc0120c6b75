package io.nicotask.adapter.workflow;

import io.nicotask.adapter.workflow.Protocol.ForeignSteps;
import io.nicotask.adapter.workflow.WorkflowModule.Milestones;
import io.nicotask.application.report.Attempt;
import io.nicotask.application.report.FinishTask.Ending;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.TaskId;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import io.temporal.failure.ApplicationFailure;
import java.util.UUID;

/** Takes the word of workflows that others have brought. */
final class ForeignActivities implements ForeignSteps {

    private final Milestones milestones;

    ForeignActivities(Milestones milestones) {
        this.milestones = milestones;
    }

    @Override
    public void begin(String site) {
        Attempt attempt = attemptAt(site);
        // The one stage of such a task is reported by its end alone.
        Verdicts.begun(attempt, () -> milestones.begin().begin(attempt));
    }

    @Override
    public void succeed(String site) {
        finish(site, new Ending.Success());
    }

    @Override
    public void fail(String site, String error) {
        finish(site, new Ending.Failure(error));
    }

    private void finish(String site, Ending ending) {
        Attempt attempt = attemptAt(site);
        Verdicts.finished(attempt, () -> milestones.finish().finish(attempt, ending));
    }

    /** Task and run are what the engine says they are: no message can name others. */
    private static Attempt attemptAt(String site) {
        ActivityInfo info = Activity.getExecutionContext().getInfo();
        TaskId task = Protocol.taskOf(info.getWorkflowId())
                .orElseThrow(() -> ApplicationFailure.newNonRetryableFailure(
                        info.getWorkflowId() + " is not the workflow of a task", Protocol.TURNED_AWAY));
        return new Attempt(new SiteId(UUID.fromString(site)), task, new RunId(info.getWorkflowRunId()));
    }
}
