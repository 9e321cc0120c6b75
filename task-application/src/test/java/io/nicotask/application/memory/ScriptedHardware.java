package io.nicotask.application.memory;

import io.nicotask.application.port.RackHardware;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.RackId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Racks that do what a test has told them, and remember what was asked of them. Each has two components of every type
 * until it is told otherwise.
 */
public final class ScriptedHardware implements RackHardware {

    private static final long BEAT_MILLIS = 20;
    private static final int COMPONENTS = 2;

    private final Map<ComponentType, Integer> counts = new EnumMap<>(ComponentType.class);
    private final Map<ComponentType, String> errors = new EnumMap<>(ComponentType.class);
    private final Set<ComponentType> held = EnumSet.noneOf(ComponentType.class);
    private final List<StepOrder> begun = new ArrayList<>();
    private final List<StepOrder> ended = new ArrayList<>();
    private final List<StepOrder> stopped = new ArrayList<>();

    /** From now on each rack has so many components of the type. */
    public synchronized void has(int count, ComponentType type) {
        counts.put(type, count);
    }

    /** From now on steps on the type go wrong with this error, in the last component. */
    public synchronized void breaks(ComponentType type, String error) {
        errors.put(type, error);
    }

    /** From now on steps on the type go on and on, beating, until they are released. */
    public synchronized void hold(ComponentType type) {
        held.add(type);
    }

    /** Lets steps on the type come to their end. */
    public synchronized void release(ComponentType type) {
        held.remove(type);
    }

    /** The steps that were begun, in order; one that was repeated is there again. */
    public synchronized List<StepOrder> begun() {
        return List.copyOf(begun);
    }

    /** The steps that came to their end, well or badly, in order. */
    public synchronized List<StepOrder> ended() {
        return List.copyOf(ended);
    }

    /** The steps that stopped because their beat threw, in order. */
    public synchronized List<StepOrder> stopped() {
        return List.copyOf(stopped);
    }

    @Override
    public synchronized int count(RackId rack, ComponentType type) {
        return counts.getOrDefault(type, COMPONENTS);
    }

    @Override
    public StepEnd perform(StepOrder order, Beat beat) {
        remember(begun, order);
        StepEnd end;
        try {
            end = carryOut(order, beat);
        } catch (RuntimeException stop) {
            remember(stopped, order);
            throw stop;
        }
        remember(ended, order);
        return end;
    }

    private StepEnd carryOut(StepOrder order, Beat beat) {
        int total = count(order.rack(), order.type());
        beat.beat(0, 0);
        while (isHeld(order.type())) {
            pause();
            beat.beat(0, 0);
        }
        String error = errorOf(order.type());
        beat.beat(error == null ? total : total - 1, error == null ? 0 : 1);
        return error == null ? new StepEnd.Done() : new StepEnd.Broken(error);
    }

    private synchronized boolean isHeld(ComponentType type) {
        return held.contains(type);
    }

    private static void pause() {
        try {
            Thread.sleep(BEAT_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted in a step", interrupted);
        }
    }

    private synchronized @Nullable String errorOf(ComponentType type) {
        return errors.get(type);
    }

    private synchronized void remember(List<StepOrder> list, StepOrder order) {
        list.add(order);
    }
}
