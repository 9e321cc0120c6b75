package io.nicotask.application.simulation;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.StartResult;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.DeliveryOutcome;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Defects in the calls to the engine and in how its answers are used. */
final class EngineDefects {

    private static final WorkflowDescription CLOSED = new WorkflowDescription.Closed(
            SimulatedEngines.NAMESPACE, CloseStatus.TERMINATED, new WorkflowRunId("none"), Duration.ZERO);

    private EngineDefects() {}

    /** Takes a missing workflow for a closed one. */
    static SimulatedPorts withoutTombstone(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withEngine(real -> PortInterceptor.on(WorkflowEngine.class, real, call -> {
            if (call.is("placeTombstone")) {
                return null;
            }
            Object answer = call.proceed();
            return call.is("describe")
                            && answer instanceof WorkflowDescription.NotFound
                            && hasEnded(world, call.argument(1))
                    ? CLOSED
                    : answer;
        }));
    }

    /** Takes a workflow for closed once it was terminated, without describing it. */
    static SimulatedPorts withoutDescribe(SimulatedPorts sound, SimulatedWorld world) {
        Set<TaskId> terminated = new HashSet<>();
        return sound.withEngine(real -> PortInterceptor.on(WorkflowEngine.class, real, call -> {
            if (call.is("describe") && terminated.contains(call.<TaskId>argument(1))) {
                return CLOSED;
            }
            Object answer = call.proceed();
            if (call.is("terminate")) {
                terminated.add(call.argument(1));
            }
            return answer;
        }));
    }

    /** Starts a workflow under the id of a closed one. */
    static SimulatedPorts reusingWorkflowIds(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withEngine(real -> PortInterceptor.on(WorkflowEngine.class, real, call -> {
            if (call.is("start")) {
                world.engines.forget(call.<Task>argument(0).id());
            }
            return call.proceed();
        }));
    }

    /** Starts the workflow inside the decision. */
    static SimulatedPorts startingBeforeCommit(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withStorage(real -> new DefectiveStorage(real) {

            @Override
            List<Change> alterChanges(List<Change> decided) {
                for (Change change : decided) {
                    if (change instanceof Change.RackGranted granted) {
                        StartResult started = world.ports().engine().start(granted.task());
                        world.trace.line(() -> "started inside the decision: " + started);
                    }
                }
                return decided;
            }
        });
    }

    /** Completes a start when it is claimed: its stop may overtake it, and a crash loses it. */
    static SimulatedPorts completedBeforeDelivery(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withOutbox(real -> PortInterceptor.on(WorkflowOutbox.class, real, call -> {
            Object answer = call.proceed();
            if (call.method().startsWith("claim") && answer instanceof List<?> claims) {
                claims.stream()
                        .map(Claim.class::cast)
                        .filter(claim -> claim.kind() == Kind.START)
                        .forEach(claim -> {
                            boolean held =
                                    real.complete(claim, new DeliveryOutcome.Delivered(SimulatedEngines.NAMESPACE));
                            world.trace.line(() -> claim + " is completed at once: " + held);
                        });
            }
            boolean isOfStart = call.is("complete") && call.<Claim>argument(0).kind() == Kind.START;
            return isOfStart ? true : answer;
        }));
    }

    /** Accepts results under any claim, also an expired one. */
    static SimulatedPorts withoutClaimNumbers(SimulatedPorts sound, SimulatedWorld world) {
        Map<List<Object>, Claim> latest = new HashMap<>();
        SimulatedPorts loose = sound.withOutbox(real -> PortInterceptor.on(WorkflowOutbox.class, real, call -> {
            if (call.is("complete") || call.is("postpone")) {
                return call.proceedWith(latestOf(call.argument(0), latest));
            }
            Object answer = call.proceed();
            if (call.method().startsWith("claim") && answer instanceof List<?> claims) {
                claims.forEach(claim -> latest.put(keyOf((Claim) claim), (Claim) claim));
            }
            return answer;
        }));
        return loose.withStorage(real -> new DefectiveStorage(real) {

            @Override
            List<Change> alterChanges(List<Change> decided) {
                return decided.stream()
                        .map(change -> change instanceof Change.EntryCompleted completed
                                ? new Change.EntryCompleted(latestOf(completed.claim(), latest), completed.outcome())
                                : change)
                        .toList();
            }
        });
    }

    private static Claim latestOf(Claim claim, Map<List<Object>, Claim> latest) {
        return Objects.requireNonNull(latest.get(keyOf(claim)));
    }

    /** Removes the limit on missing workflows: a decision gets the counts of a site that has none. */
    static SimulatedPorts withoutMissingLimit(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withStorage(real -> new DefectiveStorage(real) {

            @Override
            MissingWorkflows alterMissing(MissingWorkflows missing) {
                return new MissingWorkflows(0, 0, 0, 0);
            }
        });
    }

    /** Ignores the namespace of a description. */
    static SimulatedPorts withoutNamespaces(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withEngine(real -> PortInterceptor.on(WorkflowEngine.class, real, call -> {
            Object answer = call.proceed();
            return answer instanceof WorkflowDescription description ? inConfiguredNamespace(description) : answer;
        }));
    }

    private static WorkflowDescription inConfiguredNamespace(WorkflowDescription description) {
        return switch (description) {
            case WorkflowDescription.Open open -> new WorkflowDescription.Open(SimulatedEngines.NAMESPACE, open.run());
            case WorkflowDescription.Closed closed ->
                new WorkflowDescription.Closed(
                        SimulatedEngines.NAMESPACE, closed.closeStatus(), closed.run(), closed.actsFor());
            case WorkflowDescription.NotFound missing ->
                new WorkflowDescription.NotFound(SimulatedEngines.NAMESPACE, missing.engineIsVolatile());
        };
    }

    private static List<Object> keyOf(Claim claim) {
        return List.of(claim.task(), claim.kind());
    }

    private static boolean hasEnded(SimulatedWorld world, @Nullable TaskId task) {
        return task != null
                && world.truth
                        .find(task)
                        .filter(stored -> stored.status().isTerminal())
                        .isPresent();
    }
}
