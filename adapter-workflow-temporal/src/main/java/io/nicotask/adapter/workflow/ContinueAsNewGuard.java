package io.nicotask.adapter.workflow;

import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import java.util.function.BooleanSupplier;

/** Keeps a task's workflow to the run that has passed the gate: it would be turned away as any other. */
final class ContinueAsNewGuard extends WorkflowOutboundCallsInterceptorBase {

    private static final String REFUSED = "ContinueAsNewRefused";

    private final BooleanSupplier gated;

    ContinueAsNewGuard(WorkflowOutboundCallsInterceptor next, BooleanSupplier gated) {
        super(next);
        this.gated = gated;
    }

    @Override
    public void continueAsNew(ContinueAsNewInput input) {
        if (gated.getAsBoolean()) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "The workflow of a task cannot continue as new: the task belongs to one run", REFUSED);
        }
        super.continueAsNew(input);
    }
}
