package io.nicotask.application.simulation;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.StartResult;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
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

    /** Removes the limit on missing workflows: a decision gets the counts of a site that has none. */
    static SimulatedPorts withoutMissingLimit(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withStorage(real -> new DefectiveStorage(real) {

            @Override
            MissingWorkflows alterMissing(MissingWorkflows missing) {
                return new MissingWorkflows(0, 0, 0, 0, 0);
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
            case WorkflowDescription.Unmanaged unmanaged -> unmanaged;
        };
    }

    private static boolean hasEnded(SimulatedWorld world, @Nullable TaskId task) {
        return task != null
                && world.truth
                        .find(task)
                        .filter(stored -> stored.status().isTerminal())
                        .isPresent();
    }
}
