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
 * Wraps one execution of an external workflow. If the workflow's id is that of a task, passes the start gate before the
 * workflow's code and reports its end afterwards; leaves every other workflow as it is.
 */
final class StartGateInboundCalls extends WorkflowInboundCallsInterceptorBase {

    /** Marks the gate in a workflow's history; a workflow that began without the gate continues without it. */
    private static final String CHANGE_ID = "nico-task-gate";

    private boolean hasStartGate;

    StartGateInboundCalls(WorkflowInboundCallsInterceptor next) {
        super(next);
    }

    @Override
    public void init(WorkflowOutboundCallsInterceptor outbound) {
        super.init(new ContinueAsNewGuard(outbound, () -> hasStartGate));
    }

    @Override
    public WorkflowOutput execute(WorkflowInput input) {
        hasStartGate =
                isForTask() && Workflow.getVersion(CHANGE_ID, Workflow.DEFAULT_VERSION, 1) > Workflow.DEFAULT_VERSION;
        if (!hasStartGate) {
            return super.execute(input);
        }
        TaskHeader header = TaskHeader.readFrom(input.getHeader().getValues())
                .orElseThrow(() -> ApplicationFailure.newNonRetryableFailure(
                        "The server has not started this workflow", WorkflowProtocol.REFUSED_TYPE));
        return execute(input, new TaskStatusReporter(header));
    }

    /** Reports Temporal's failures only: any other exception makes the engine retry the workflow task. */
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

    /** A workflow that was cancelled in the engine closes as cancelled in any case; the reconciler ends its task. */
    private static boolean isCancelled() {
        return CancellationScope.current().isCancelRequested();
    }
}
