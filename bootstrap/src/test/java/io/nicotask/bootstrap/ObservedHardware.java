package io.nicotask.bootstrap;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackHardware.StaleFencingToken;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
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
 * Simulated racks that record every call: its attempt, its fencing token, when it began and when it took effect. A
 * component that has begun continues by itself for some beats of a worker.
 */
public final class ObservedHardware implements RackHardware {

    private static final int COMPONENTS = 2;
    private static final Duration BEAT = Duration.ofMillis(500);

    private final Duration work;
    private final Duration callTakes;
    private final List<Call> calls = new ArrayList<>();
    private final Map<Job, Work> works = new HashMap<>();
    private final Map<ComponentId, FencingToken> tokens = new HashMap<>();
    private volatile boolean unreachable;

    /**
     * Creates hardware.
     *
     * @param beats the beat of a worker at which a component has ended, from 1
     */
    public ObservedHardware(int beats, Duration callTakes) {
        this.work = BEAT.multipliedBy(beats - 1L);
        this.callTakes = callTakes;
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
        return act(begin(Kind.ENSURE, command));
    }

    @Override
    public Map<ComponentId, ComponentStatus> quiesce(HardwareCommand command) {
        return act(begin(Kind.QUIESCE, command));
    }

    /** Makes every call fail from now on, or none. */
    void setUnreachable(boolean unreachable) {
        this.unreachable = unreachable;
    }

    /** The first half of a call: the worker has sent it. */
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

    /** The second half: it takes effect. */
    synchronized Map<ComponentId, ComponentStatus> act(Call call) {
        return switch (call.kind) {
            case ENSURE -> ensureNow(call);
            case QUIESCE -> quiesceNow(call);
        };
    }

    private Map<ComponentId, ComponentStatus> ensureNow(Call call) {
        for (ComponentId component : call.command.components()) {
            FencingToken seen = tokens.getOrDefault(component, call.command.fencingToken());
            if (seen.compareTo(call.command.fencingToken()) > 0) {
                call.refused = true;
                throw new StaleFencingToken(call.command.fencingToken() + " is older than " + seen);
            }
        }
        keepToken(call.command);
        call.actedAt = now();
        return each(call.command, component -> {
            Work current = works.compute(
                    Job.of(call.command, component),
                    (job, begun) -> begun == null || begun.tryNumber < call.command.tryNumber()
                            ? new Work(call.command.tryNumber(), now().plus(work))
                            : begun);
            call.works.add(current);
            return current.status();
        });
    }

    private Map<ComponentId, ComponentStatus> quiesceNow(Call call) {
        keepToken(call.command);
        call.actedAt = now();
        return each(call.command, component -> {
            Work begun = works.get(Job.of(call.command, component));
            if (begun == null) {
                return new ComponentStatus.NeverBegun();
            }
            if (call.command.interruptPolicy() == InterruptPolicy.INTERRUPTIBLE) {
                begun.cutOff();
            }
            return begun.status();
        });
    }

    private void keepToken(HardwareCommand command) {
        command.components()
                .forEach(component -> tokens.merge(
                        component, command.fencingToken(), (one, other) -> one.compareTo(other) >= 0 ? one : other));
    }

    /** Returns the calls so far that match, in the order in which they began. */
    public synchronized List<Call> calls(Predicate<Call> condition) {
        return calls.stream().filter(condition).toList();
    }

    List<Call> callsOf(TaskId task) {
        return calls(call -> call.command.task().equals(task));
    }

    /** Returns whether every component that the task has commanded has ended by itself. */
    synchronized boolean hasFinishedBegunWork(TaskId task) {
        return works.entrySet().stream()
                .filter(entry -> entry.getKey().task().equals(task))
                .allMatch(entry -> entry.getValue().status() instanceof ComponentStatus.Ended);
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

    private static <T> Map<ComponentId, T> each(HardwareCommand command, Function<ComponentId, T> answer) {
        return command.components().stream().collect(Collectors.toMap(Function.identity(), answer));
    }

    /** The kind of call. */
    enum Kind {
        ENSURE,
        QUIESCE
    }

    /** One call. */
    public static final class Call {

        private final Kind kind;
        private final HardwareCommand command;
        private final Duration begunAt;
        private final List<Work> works = new ArrayList<>();
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

        /** Returns when it took effect, or null when it had none. */
        @Nullable
        Duration actedAt() {
            return actedAt;
        }

        /** Returns when the last component that it made act had ended, or null when it made none act. */
        @Nullable
        Duration effectEndedAt() {
            return works.stream().map(Work::endedAt).max(Duration::compareTo).orElse(null);
        }

        boolean wasRefused() {
            return refused;
        }

        @Override
        public String toString() {
            return kind + " " + command + " begun " + begunAt + " acted " + actedAt;
        }
    }

    /** What one component does for one try of a step. */
    private static final class Work {

        private final int tryNumber;
        private volatile Duration endsAt;
        private volatile boolean isCutOff;

        private Work(int tryNumber, Duration endsAt) {
            this.tryNumber = tryNumber;
            this.endsAt = endsAt;
        }

        ComponentStatus status() {
            if (isCutOff) {
                return new ComponentStatus.Stopped();
            }
            return now().compareTo(endsAt) < 0 ? new ComponentStatus.Acting(null) : new ComponentStatus.Ended(null);
        }

        void cutOff() {
            if (status() instanceof ComponentStatus.Acting) {
                isCutOff = true;
                endsAt = now();
            }
        }

        /** Returns when it ended, or now while it acts. */
        Duration endedAt() {
            return now().compareTo(endsAt) < 0 ? now() : endsAt;
        }
    }

    private record Job(TaskId task, int stage, ComponentType type, ComponentId component) {

        static Job of(HardwareCommand command, ComponentId component) {
            return new Job(command.task(), command.stage(), command.type(), component);
        }
    }
}
