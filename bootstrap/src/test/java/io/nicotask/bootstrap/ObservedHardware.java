package io.nicotask.bootstrap;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.SupersededEpoch;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Epoch;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.TaskId;
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
 * Racks that exist nowhere and write down every call: by which attempt, with which epoch, when it began and when it had
 * its effect. A component is done after it was asked a number of times, each of which takes its time.
 */
public final class ObservedHardware implements RackHardware {

    private static final int COMPONENTS = 2;

    private final int asksUntilDone;
    private final Duration callTakes;
    private final boolean checksEpochs;
    private final List<Call> calls = new ArrayList<>();
    private final Map<Job, Integer> asks = new HashMap<>();
    private final Map<ComponentId, Epoch> epochs = new HashMap<>();
    private volatile boolean unreachable;

    public ObservedHardware(int asksUntilDone, Duration callTakes, boolean checksEpochs) {
        this.asksUntilDone = asksUntilDone;
        this.callTakes = callTakes;
        this.checksEpochs = checksEpochs;
    }

    @Override
    public Set<ComponentId> components(RackId rack, ComponentType type) {
        return IntStream.range(0, COMPONENTS)
                .mapToObj(place -> rack + "/" + type.label() + "/" + place)
                .map(name -> new ComponentId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Map<ComponentId, Effect> advance(Order order) {
        return advanceNow(begin(Kind.ADVANCE, order));
    }

    @Override
    public Map<ComponentId, Abort> abort(Order order) {
        return abortNow(begin(Kind.ABORT, order));
    }

    /** From now on every call fails, or none. */
    void unreachable(boolean now) {
        unreachable = now;
    }

    /** The first half of a call: it has left the worker. */
    Call begin(Kind kind, Order order) {
        if (unreachable) {
            throw new IllegalStateException("The rack's controller cannot be reached");
        }
        Call call = new Call(kind, order, now());
        synchronized (this) {
            calls.add(call);
        }
        pause();
        return call;
    }

    /** The second half: it acts. */
    synchronized Map<ComponentId, Effect> advanceNow(Call call) {
        act(call);
        return each(call.order, component -> {
            int asked = asks.merge(Job.of(call.order, component), 1, Integer::sum);
            return asked < asksUntilDone ? new Effect.Working() : new Effect.Done();
        });
    }

    synchronized Map<ComponentId, Abort> abortNow(Call call) {
        act(call);
        return each(call.order, component -> new Abort.Stopped());
    }

    private void act(Call call) {
        if (checksEpochs) {
            for (ComponentId component : call.order.components()) {
                Epoch seen = epochs.merge(component, call.order.epoch(), ObservedHardware::newer);
                if (seen.compareTo(call.order.epoch()) > 0) {
                    call.refused = true;
                    throw new SupersededEpoch("Epoch " + call.order.epoch() + " is behind " + seen);
                }
            }
        }
        call.actedAt = now();
    }

    /** All calls so far that fit, in the order in which they began. */
    public synchronized List<Call> calls(Predicate<Call> wanted) {
        return calls.stream().filter(wanted).toList();
    }

    List<Call> callsOf(TaskId task) {
        return calls(call -> call.order.task().equals(task));
    }

    /** Whether every component that a step of the task has touched is done. */
    synchronized boolean hasFinishedWhatItBegan(TaskId task) {
        return asks.entrySet().stream()
                .filter(entry -> entry.getKey().task().equals(task))
                .allMatch(entry -> entry.getValue() >= asksUntilDone);
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

    private static Epoch newer(Epoch one, Epoch other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static <T> Map<ComponentId, T> each(Order order, Function<ComponentId, T> answer) {
        return order.components().stream().collect(Collectors.toMap(Function.identity(), answer));
    }

    /** What is asked. */
    enum Kind {
        ADVANCE,
        ABORT
    }

    /** One call. */
    public static final class Call {

        private final Kind kind;
        private final Order order;
        private final Duration begunAt;
        private volatile @Nullable Duration actedAt;
        private volatile boolean refused;

        private Call(Kind kind, Order order, Duration begunAt) {
            this.kind = kind;
            this.order = order;
            this.begunAt = begunAt;
        }

        Kind kind() {
            return kind;
        }

        public Order order() {
            return order;
        }

        Duration begunAt() {
            return begunAt;
        }

        /** When it had its effect, or null when it has had none. */
        @Nullable
        Duration actedAt() {
            return actedAt;
        }

        boolean wasRefused() {
            return refused;
        }

        @Override
        public String toString() {
            return kind + " " + order + " begun " + begunAt + " acted " + actedAt;
        }
    }

    private record Job(TaskId task, int stage, ComponentType type, ComponentId component, int round) {

        static Job of(Order order, ComponentId component) {
            return new Job(order.task(), order.stage(), order.type(), component, order.round());
        }
    }
}
