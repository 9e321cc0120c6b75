package io.nicotask.application.port;

import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;

/** Stands for an engine where the host carries out the work itself. It knows nothing and does nothing. */
final class NoWorkflowEngine implements WorkflowEngine {

    /** Stored with each start; a task that was started on an engine is not taken for one of the host's. */
    private static final String NAMESPACE = "host";

    @Override
    public StartResult start(Task task) {
        return new StartResult.Started(NAMESPACE);
    }

    @Override
    public void terminate(SiteId site, TaskId task, String reason) {
        // The host learns of the cancel by itself.
    }

    @Override
    public WorkflowDescription describe(SiteId site, TaskId task) {
        return new WorkflowDescription.Unmanaged(NAMESPACE);
    }

    @Override
    public void placeTombstone(SiteId site, TaskId task) {
        // A start that is under way starts nothing.
    }
}
