package io.nicotask.application.contract;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Adds to each failure of a contract its clause and the calls of ports that led to it. */
final class ContractFailures implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw explained(context, failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw explained(context, failure);
    }

    private static Throwable explained(ExtensionContext context, Throwable failure) {
        if (failure instanceof TestAbortedException) {
            return failure;
        }
        PortContract contract = (PortContract) context.getRequiredTestInstance();
        return new AssertionError(contract.calls.explain(clause(context), failure), failure);
    }

    /** The name of the test as a sentence; that of one with parameters also shows their values. */
    private static String clause(ExtensionContext context) {
        String method = context.getRequiredTestMethod().getName();
        String name = context.getDisplayName();
        String clause = method.replace('_', ' ');
        return name.startsWith(method) ? clause : clause + " " + name;
    }
}
