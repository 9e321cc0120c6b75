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
final class StartGateInboundCalls extends WorkflowInboundCallsInterceptorBase {

    /** Names the change in the histories of workflows, so that those which began without the gate go on without it. */
    private static final String CHANGE = "nico-task-gate";

    private boolean gated;

    StartGateInboundCalls(WorkflowInboundCallsInterceptor next) {
        super(next);
    }

    @Override
    public void init(WorkflowOutboundCallsInterceptor outbound) {
        super.init(new ContinueAsNewGuard(outbound, () -> gated));
    }

    @Override
    public WorkflowOutput execute(WorkflowInput input) {
        gated = isForTask() && Workflow.getVersion(CHANGE, Workflow.DEFAULT_VERSION, 1) > Workflow.DEFAULT_VERSION;
        if (!gated) {
            return super.execute(input);
        }
        TaskHeader header = TaskHeader.readFrom(input.getHeader().getValues())
                .orElseThrow(() -> ApplicationFailure.newNonRetryableFailure(
                        "The server has not started this workflow", WorkflowProtocol.REFUSED_TYPE));
        return execute(input, new TaskStatusReporter(header));
    }

    /** Only failures of Temporal's own kind end a workflow; after another the engine tries its last step again. */
    private WorkflowOutput execute(WorkflowInput input, TaskStatusReporter reporter) {
        reporter.begin();
        WorkflowOutput output;
        try {
            output = super.execute(input);
        } catch (TemporalFailure failure) {
            if (!isCancelled()) {
                reporter.fail(failure);
            }
            throw failure;
        }
        if (!isCancelled()) {
            reporter.succeed();
        }
        return output;
    }

    private static boolean isForTask() {
        WorkflowInfo info = Workflow.getInfo();
        return WorkflowProtocol.taskOf(info.getWorkflowId()).isPresent()
                && WorkflowProtocol.isExternal(info.getWorkflowType());
    }

    /** A workflow that the engine was asked to cancel closes as cancelled, however it ends; the sweep finds it so. */
    private static boolean isCancelled() {
        return CancellationScope.current().isCancelRequested();
    }
}
