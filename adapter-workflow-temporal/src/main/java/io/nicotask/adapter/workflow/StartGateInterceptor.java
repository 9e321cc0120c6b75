package io.nicotask.adapter.workflow;

import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;

/** Puts every workflow of the worker behind the gate whose id is that of a task. */
final class StartGateInterceptor extends WorkerInterceptorBase {

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
        return new StartGateInboundCalls(next);
    }
}
