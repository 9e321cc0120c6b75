package io.nicotask.bootstrap;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.StaleFencingToken;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.FencingToken;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Hardware without racks that records every call: its attempt and fencing token, when it began and when it had its
 * effect. A component is done after a number of calls, each of which takes some time.
 */
public final class ObservedHardware implements RackHardware {

    private static final int COMPONENTS = 2;

    private final int callsUntilDone;
    private final Duration callTakes;
    private final boolean checksFencingTokens;
    private final List<Call> calls = new ArrayList<>();
    private final Map<Job, Integer> callCounts = new HashMap<>();
    private final Map<ComponentId, FencingToken> tokens = new HashMap<>();
    private volatile boolean unreachable;

    public ObservedHardware(int callsUntilDone, Duration callTakes, boolean checksFencingTokens) {
        this.callsUntilDone = callsUntilDone;
        this.callTakes = callTakes;
        this.checksFencingTokens = checksFencingTokens;
    }

    @Override
    public Set<ComponentId> components(RackId rack, ComponentType type) {
        return IntStream.range(0, COMPONENTS)
                .mapToObj(place -> rack + "/" + type.label() + "/" + place)
                .map(name -> new ComponentId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Map<ComponentId, ComponentStatus> ensure(HardwareCommand command) {
        return ensureNow(begin(Kind.ENSURE, command));
    }

    @Override
    public Map<ComponentId, QuiesceStatus> quiesce(HardwareCommand command) {
        return quiesceNow(begin(Kind.QUIESCE, command));
    }

    /** Lets every further call fail, or none. */
    void setUnreachable(boolean unreachable) {
        this.unreachable = unreachable;
    }

    /** Begins a call: the command has left the worker. */
    Call begin(Kind kind, HardwareCommand command) {
        if (unreachable) {
            throw new IllegalStateException("The rack's controller cannot be reached");
        }
        Call call = new Call(kind, command, now());
        synchronized (this) {
            calls.add(call);
        }
        pause();
        return call;
    }

    /** Completes the call: the command has its effect. */
    synchronized Map<ComponentId, ComponentStatus> ensureNow(Call call) {
        act(call);
        return each(call.command, component -> {
            int count = callCounts.merge(Job.of(call.command, component), 1, Integer::sum);
            return count < callsUntilDone ? new ComponentStatus.Working() : new ComponentStatus.Done();
        });
    }

    synchronized Map<ComponentId, QuiesceStatus> quiesceNow(Call call) {
        act(call);
        return each(call.command, component -> new QuiesceStatus.Stopped());
    }

    private void act(Call call) {
        if (checksFencingTokens) {
            for (ComponentId component : call.command.components()) {
                FencingToken seen = tokens.merge(component, call.command.fencingToken(), ObservedHardware::newer);
                if (seen.compareTo(call.command.fencingToken()) > 0) {
                    call.refused = true;
                    throw new StaleFencingToken(call.command.fencingToken() + " is older than " + seen);
                }
            }
        }
        call.actedAt = now();
    }

    /** Returns the matching calls so far, in the order in which they began. */
    public synchronized List<Call> calls(Predicate<Call> condition) {
        return calls.stream().filter(condition).toList();
    }

    List<Call> callsOf(TaskId task) {
        return calls(call -> call.command.task().equals(task));
    }

    /** Whether every component that a step of the task has commanded is done. */
    synchronized boolean hasFinishedBegunWork(TaskId task) {
        return callCounts.entrySet().stream()
                .filter(entry -> entry.getKey().task().equals(task))
                .allMatch(entry -> entry.getValue() >= callsUntilDone);
    }

    private void pause() {
        try {
            Thread.sleep(callTakes);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration now() {
        return Duration.ofNanos(System.nanoTime());
    }

    private static FencingToken newer(FencingToken one, FencingToken other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static <T> Map<ComponentId, T> each(HardwareCommand command, Function<ComponentId, T> answer) {
        return command.components().stream().collect(Collectors.toMap(Function.identity(), answer));
    }

    enum Kind {
        ENSURE,
        QUIESCE
    }

    /** A recorded call. */
    public static final class Call {

        private final Kind kind;
        private final HardwareCommand command;
        private final Duration begunAt;
        private volatile @Nullable Duration actedAt;
        private volatile boolean refused;

        private Call(Kind kind, HardwareCommand command, Duration begunAt) {
            this.kind = kind;
            this.command = command;
            this.begunAt = begunAt;
        }

        Kind kind() {
            return kind;
        }

        public HardwareCommand command() {
            return command;
        }

        Duration begunAt() {
            return begunAt;
        }

        /** Returns the time of its effect, or null when it had none. */
        @Nullable
        Duration actedAt() {
            return actedAt;
        }

        boolean wasRefused() {
            return refused;
        }

        @Override
        public String toString() {
            return kind + " " + command + " begun " + begunAt + " acted " + actedAt;
        }
    }

    private record Job(TaskId task, int stage, ComponentType type, ComponentId component, int round) {

        static Job of(HardwareCommand command, ComponentId component) {
            return new Job(command.task(), command.stage(), command.type(), component, command.tryNumber());
        }
    }
}
