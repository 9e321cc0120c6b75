package io.nicotask.application.simulation;

import io.nicotask.application.port.Change;
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
        if (call.method().startsWith("claim")) {
            Duration lease = call.argument(1);
            ((List<?>) answer).forEach(claim -> latest.put(keyOf(claim), held(claim, lease)));
        } else if (Boolean.TRUE.equals(answer)) {
            check(call.argument(0), call.name());
        }
    }

    void committed(List<Change> changes) {
        for (Change change : changes) {
            switch (change) {
                case Change.RackGranted granted ->
                    failures.startRequested(granted.task().id());
                case Change.EntryCompleted completed -> check(completed.claim(), "a decision");
                case Change.WorkflowChecked checked -> check(checked.workflow(), "a decision");
                case Change.MonitoringStopped stopped -> check(stopped.workflow(), "a decision");
                default -> {}
            }
        }
    }

    private void check(Object claim, String write) {
        Held held = latest.get(keyOf(claim));
        boolean holds = held != null && held.claimNumber() == claimNumberOf(claim) && scheduler.now() < held.until();
        invariants.check(holds, 25, () -> write + " was accepted under an expired claim: " + claim);
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
