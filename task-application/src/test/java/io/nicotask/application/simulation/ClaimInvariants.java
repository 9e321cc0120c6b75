package io.nicotask.application.simulation;

import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks that a relay or reconciler whose lease has expired changes no row (25). */
final class ClaimInvariants {

    private final InvariantChecker invariants;
    private final FiberScheduler scheduler;
    private final FailureInvariants failures;
    private final Map<Object, Held> latest = new HashMap<>();

    ClaimInvariants(InvariantChecker invariants, FiberScheduler scheduler, FailureInvariants failures) {
        this.invariants = invariants;
        this.scheduler = scheduler;
        this.failures = failures;
    }

    void afterCall(PortInterceptor.Call call, @Nullable Object answer) {
        if (call.is("enqueueStart")) {
            failures.startRequested(call.argument(1));
        } else if (call.method().startsWith("claim")) {
            Duration lease = call.argument(1);
            ((List<?>) answer).forEach(claim -> latest.put(keyOf(claim), held(claim, lease)));
        } else if (Boolean.TRUE.equals(answer)) {
            Object claim = call.argument(0);
            Held held = latest.get(keyOf(claim));
            boolean holds =
                    held != null && held.claimNumber() == claimNumberOf(claim) && scheduler.now() < held.until();
            invariants.check(holds, 25, () -> call.name() + " was accepted under an expired claim: " + claim);
        }
    }

    private Held held(Object claim, Duration lease) {
        return new Held(claimNumberOf(claim), scheduler.now() + lease.toMillis());
    }

    private static Object keyOf(Object claim) {
        return claim instanceof Claim request
                ? List.of(request.task(), request.kind())
                : ((MonitoredWorkflow) claim).task();
    }

    private static long claimNumberOf(Object claim) {
        return claim instanceof Claim request ? request.claimNumber() : ((MonitoredWorkflow) claim).claimNumber();
    }

    private record Held(long claimNumber, long until) {}
}
