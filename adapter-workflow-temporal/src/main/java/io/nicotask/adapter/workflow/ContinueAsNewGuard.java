package io.nicotask.adapter.workflow;

import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import java.util.function.BooleanSupplier;

/** Refuses continue-as-new in a task's workflow: the start gate would refuse the new run as it refuses any other. */
final class ContinueAsNewGuard extends WorkflowOutboundCallsInterceptorBase {

    private static final String REFUSED_TYPE = "ContinueAsNewRefused";

    private final BooleanSupplier hasStartGate;

    ContinueAsNewGuard(WorkflowOutboundCallsInterceptor next, BooleanSupplier hasStartGate) {
        super(next);
        this.hasStartGate = hasStartGate;
    }

    @Override
    public void continueAsNew(ContinueAsNewInput input) {
        if (hasStartGate.getAsBoolean()) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "The workflow of a task cannot continue as new: the task belongs to one run", REFUSED_TYPE);
        }
        super.continueAsNew(input);
    }
}
