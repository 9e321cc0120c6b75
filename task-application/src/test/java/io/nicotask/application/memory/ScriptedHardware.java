package io.nicotask.application.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.SupersededEpoch;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Epoch;
import io.nicotask.domain.task.RackId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Racks that do what a test has told them, and remember what was asked of them. Each has two components of every type,
 * which are ready as soon as they are asked, until it is told otherwise. They take no time but that of being asked.
 */
public final class ScriptedHardware implements RackHardware {

    private static final int COMPONENTS = 2;

    private final Map<ComponentType, Integer> counts = new EnumMap<>(ComponentType.class);
    private final Map<ComponentType, Integer> asks = new EnumMap<>(ComponentType.class);
    private final Set<ComponentType> held = EnumSet.noneOf(ComponentType.class);
    private final Map<ComponentId, Breakage> breakages = new HashMap<>();
    private final Map<ComponentId, Deque<Abort>> aborts = new HashMap<>();
    private final Map<ScriptedJob.Key, ScriptedJob> jobs = new HashMap<>();
    private final Map<Place, Epoch> epochs = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<Order> refused = new ArrayList<>();
    private final List<Order> ended = new ArrayList<>();

    /** The id of a component, in every rack. */
    public static ComponentId component(ComponentType type, int number) {
        String name = type.label() + " " + number;
        return new ComponentId(UUID.nameUUIDFromBytes(name.getBytes(UTF_8)));
    }

    /** From now on each rack has so many components of the type, numbered from 1. */
    public synchronized void has(int count, ComponentType type) {
        counts.put(type, count);
    }

    /** From now on components of the type want to be asked so often until they have ended. */
    public synchronized void takes(int timesAsked, ComponentType type) {
        asks.put(type, timesAsked);
    }

    /** From now on components of the type go on and on until they are released. */
    public synchronized void hold(ComponentType type) {
        held.add(type);
    }

    /** Lets components of the type come to their end. */
    public synchronized void release(ComponentType type) {
        held.remove(type);
    }

    /** From now on the last component of the type goes wrong with this error, however often it is tried again. */
    public synchronized void breaks(ComponentType type, String error) {
        breaks(component(type, counts.getOrDefault(type, COMPONENTS)), error, Integer.MAX_VALUE);
    }

    /** From now on the component goes wrong in its first rounds. */
    public synchronized void breaks(ComponentId component, String error, int rounds) {
        breakages.put(component, new Breakage(error, rounds));
    }

    /** From now on the component, when it is at work, gives these answers to aborts in turn, and then always the last. */
    public synchronized void answersAborts(ComponentId component, Abort... answers) {
        aborts.put(component, new ArrayDeque<>(List.of(answers)));
    }

    /** All calls that were heard, in order. */
    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The orders of an earlier epoch, which were not heard. */
    public synchronized List<Order> refused() {
        return List.copyOf(refused);
    }

    /** The orders by which attempts began, or went on with, work: the first of each attempt and round. */
    public synchronized List<Order> begun() {
        return firstOf(Call.Kind.ADVANCE);
    }

    /** The orders by which attempts first asked to leave off. */
    public synchronized List<Order> aborted() {
        return firstOf(Call.Kind.ABORT);
    }

    /** The orders by which work was found to have come to its end, well or badly, without being cut off. */
    public synchronized List<Order> ended() {
        return List.copyOf(ended);
    }

    @Override
    public synchronized Set<ComponentId> components(RackId rack, ComponentType type) {
        return IntStream.rangeClosed(1, counts.getOrDefault(type, COMPONENTS))
                .mapToObj(number -> component(type, number))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public synchronized Map<ComponentId, Effect> advance(Order order) {
        hear(Call.Kind.ADVANCE, order);
        ScriptedJob job = jobOf(order);
        boolean wasAtWork = !job.hasEnded();
        Map<ComponentId, Effect> effects =
                each(order, component -> job.ask(component, asksOf(order), () -> endOf(component, order)));
        if (wasAtWork && job.hasEnded()) {
            ended.add(order);
        }
        return effects;
    }

    @Override
    public synchronized Map<ComponentId, Abort> abort(Order order) {
        hear(Call.Kind.ABORT, order);
        return each(order, component -> abort(component, jobOf(order)));
    }

    private Abort abort(ComponentId component, ScriptedJob job) {
        if (!job.isAtWork(component)) {
            return new Abort.Stopped();
        }
        Abort answer = nextAnswer(component);
        switch (answer) {
            case Abort.Stopped stopped -> job.cutOff(component);
            case Abort.NeedsAttention needs -> job.cutOff(component);
            case Abort.CannotStopNow still -> {}
        }
        return answer;
    }

    private Abort nextAnswer(ComponentId component) {
        Deque<Abort> answers = aborts.getOrDefault(component, new ArrayDeque<>(List.of(new Abort.Stopped())));
        return answers.size() > 1 ? answers.remove() : answers.element();
    }

    private void hear(Call.Kind kind, Order order) {
        for (ComponentId component : order.components()) {
            Epoch seen = epochs.getOrDefault(new Place(order.rack(), component), order.epoch());
            if (order.epoch().compareTo(seen) < 0) {
                refused.add(order);
                throw new SupersededEpoch("Epoch " + order.epoch() + " comes after " + seen);
            }
        }
        order.components().forEach(component -> epochs.put(new Place(order.rack(), component), order.epoch()));
        calls.add(new Call(kind, order));
    }

    private ScriptedJob jobOf(Order order) {
        return jobs.computeIfAbsent(ScriptedJob.Key.of(order), key -> new ScriptedJob());
    }

    private int asksOf(Order order) {
        return held.contains(order.type()) ? Integer.MAX_VALUE : asks.getOrDefault(order.type(), 1);
    }

    private Effect endOf(ComponentId component, Order order) {
        Breakage breakage = breakages.get(component);
        return breakage != null && order.round() <= breakage.rounds()
                ? new Effect.Broken(breakage.error())
                : new Effect.Done();
    }

    private List<Order> firstOf(Call.Kind kind) {
        Map<Object, Order> first = calls.stream()
                .filter(call -> call.kind() == kind)
                .collect(Collectors.toMap(
                        call -> List.of(call.order().attempt(), ScriptedJob.Key.of(call.order())),
                        Call::order,
                        (earlier, later) -> earlier,
                        LinkedHashMap::new));
        return List.copyOf(first.values());
    }

    private static <T> Map<ComponentId, T> each(Order order, Function<ComponentId, T> answer) {
        return order.components().stream().collect(Collectors.toMap(Function.identity(), answer));
    }

    /**
     * What was asked.
     *
     * @param kind to go on or to leave off
     * @param order with what
     */
    public record Call(Kind kind, Order order) {

        /** The two calls that act. */
        public enum Kind {
            ADVANCE,
            ABORT
        }
    }

    private record Breakage(String error, int rounds) {}

    private record Place(RackId rack, ComponentId component) {}
}
