package io.nicotask.application.simulation;

import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.Sighting;
import io.nicotask.application.port.WorkflowEngine.StartAnswer;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.application.port.WorkflowOutbox.Outcome;
import io.nicotask.application.port.WorkflowWatch;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Defects in how the engine is told, and believed. */
final class EngineDefects {

    private static final Sighting CLOSED =
            new Sighting.Closed(Engines.NAMESPACE, CloseStatus.TERMINATED, new RunId("none"));

    private EngineDefects() {}

    /** Takes a missing workflow for a closed one. */
    static Parts withoutTombstone(Parts sound, World world) {
        return sound.withEngine(real -> Twist.on(WorkflowEngine.class, real, call -> {
            if (call.is("burn")) {
                return null;
            }
            Object answer = call.goOn();
            return call.is("describe") && answer instanceof Sighting.Missing && hasEnded(world, call.argument(1))
                    ? CLOSED
                    : answer;
        }));
    }

    /** Takes a workflow for closed because it has been terminated. */
    static Parts withoutDescribe(Parts sound, World world) {
        Set<TaskId> terminated = new HashSet<>();
        return sound.withEngine(real -> Twist.on(WorkflowEngine.class, real, call -> {
            if (call.is("describe") && terminated.contains(call.<TaskId>argument(1))) {
                return CLOSED;
            }
            Object answer = call.goOn();
            if (call.is("terminate")) {
                terminated.add(call.argument(1));
            }
            return answer;
        }));
    }

    /** Starts a workflow under the id of a closed one. */
    static Parts startingAgain(Parts sound, World world) {
        return sound.withEngine(real -> Twist.on(WorkflowEngine.class, real, call -> {
            if (call.is("start")) {
                world.engines.forget(call.<Task>argument(0).id());
            }
            return call.goOn();
        }));
    }

    /** Starts the workflow in the transaction that decides so. */
    static Parts startingBeforeTheCommit(Parts sound, World world) {
        return sound.withOutbox(real -> Twist.on(WorkflowOutbox.class, real, call -> {
            if (call.is("requestStart")) {
                sound.ports().tasks().find(call.argument(0), call.argument(1)).ifPresent(task -> {
                    StartAnswer started = world.parts().engine().start(task);
                    world.trace.line(() -> "begun by the decision: " + started);
                });
            }
            return call.goOn();
        }));
    }

    /** Marks a start as done when it is claimed: its stop may overtake it, and a crash loses it. */
    static Parts doneBeforeDelivered(Parts sound, World world) {
        return sound.withOutbox(real -> Twist.on(WorkflowOutbox.class, real, call -> {
            Object answer = call.goOn();
            if (call.method().startsWith("claim") && answer instanceof List<?> claims) {
                claims.stream()
                        .map(Claim.class::cast)
                        .filter(claim -> claim.kind() == Kind.START)
                        .forEach(claim -> {
                            boolean held = real.done(claim, new Outcome.Delivered(Engines.NAMESPACE));
                            world.trace.line(() -> claim + " is done: " + held);
                        });
            }
            boolean isOfStart = call.is("done") && call.<Claim>argument(0).kind() == Kind.START;
            return isOfStart ? true : answer;
        }));
    }

    /** Obeys whoever has ever claimed a request. */
    static Parts withoutFence(Parts sound, World world) {
        Map<List<Object>, Claim> latest = new HashMap<>();
        return sound.withOutbox(real -> Twist.on(WorkflowOutbox.class, real, call -> {
            if (call.is("done") || call.is("postpone")) {
                return call.goOnWith(Objects.requireNonNull(latest.get(keyOf(call.argument(0)))));
            }
            Object answer = call.goOn();
            if (call.method().startsWith("claim") && answer instanceof List<?> claims) {
                claims.forEach(claim -> latest.put(keyOf((Claim) claim), (Claim) claim));
            }
            return answer;
        }));
    }

    /** Ends tasks however many workflows are missing: it counts those of a site that has none. */
    static Parts withoutFuse(Parts sound, World world) {
        return sound.withWatch(real -> Twist.on(
                WorkflowWatch.class,
                real,
                call -> call.is("missingAt") ? call.goOnWith(new SiteId(new UUID(9, 9))) : call.goOn()));
    }

    /** Does not mind in which namespace a workflow was seen. */
    static Parts withoutNamespaces(Parts sound, World world) {
        return sound.withEngine(real -> Twist.on(WorkflowEngine.class, real, call -> {
            Object answer = call.goOn();
            return answer instanceof Sighting sighting ? seenAnywhere(sighting) : answer;
        }));
    }

    private static Sighting seenAnywhere(Sighting sighting) {
        return switch (sighting) {
            case Sighting.Open open -> new Sighting.Open(Engines.NAMESPACE, open.run(), open.foreign());
            case Sighting.Closed closed -> new Sighting.Closed(Engines.NAMESPACE, closed.how(), closed.run());
            case Sighting.Missing missing -> new Sighting.Missing(Engines.NAMESPACE, missing.engineForgets());
        };
    }

    private static List<Object> keyOf(Claim claim) {
        return List.of(claim.task(), claim.kind());
    }

    private static boolean hasEnded(World world, @Nullable TaskId task) {
        return task != null
                && world.ground
                        .find(task)
                        .filter(kept -> kept.status().isTerminal())
                        .isPresent();
    }
}
