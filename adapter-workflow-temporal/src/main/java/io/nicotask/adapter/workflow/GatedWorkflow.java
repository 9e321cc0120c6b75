package io.nicotask.adapter.workflow;

import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;

/**
 * One execution of a workflow that others have brought. When its id is that of a task, the gate is passed before its
 * first line and its end is told after the last one; every other workflow runs as if nobody were here.
 */
final class GatedWorkflow extends WorkflowInboundCallsInterceptorBase {

    /** Names the change in the histories of workflows, so that those which began without the gate go on without it. */
    private static final String CHANGE = "nico-task-gate";

    private boolean gated;

    GatedWorkflow(WorkflowInboundCallsInterceptor next) {
        super(next);
    }

    @Override
    public void init(WorkflowOutboundCallsInterceptor outbound) {
        super.init(new OneRun(outbound, () -> gated));
    }

    @Override
    public WorkflowOutput execute(WorkflowInput input) {
        gated = isForTask() && Workflow.getVersion(CHANGE, Workflow.DEFAULT_VERSION, 1) > Workflow.DEFAULT_VERSION;
        if (!gated) {
            return super.execute(input);
        }
        Origin origin = Origin.in(input.getHeader().getValues())
                .orElseThrow(() -> ApplicationFailure.newNonRetryableFailure(
                        "The server has not started this workflow", Protocol.TURNED_AWAY));
        return execute(input, new TaskWord(origin));
    }

    /** Only failures of Temporal's own kind end a workflow; after another the engine tries its last step again. */
    private WorkflowOutput execute(WorkflowInput input, TaskWord word) {
        word.begin();
        WorkflowOutput output;
        try {
            output = super.execute(input);
        } catch (TemporalFailure failure) {
            if (!isCancelled()) {
                word.fail(failure);
            }
            throw failure;
        }
        if (!isCancelled()) {
            word.succeed();
        }
        return output;
    }

    private static boolean isForTask() {
        WorkflowInfo info = Workflow.getInfo();
        return Protocol.taskOf(info.getWorkflowId()).isPresent() && Protocol.isForeign(info.getWorkflowType());
    }

    /** A workflow that the engine was asked to cancel closes as cancelled, however it ends; the sweep finds it so. */
    private static boolean isCancelled() {
        return CancellationScope.current().isCancelRequested();
    }
}
