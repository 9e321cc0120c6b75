package io.nicotask.application.worker;

import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.worker.ExecuteStage.Heartbeat;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Beats once a second, with scripted events at some beats. */
final class ScriptedHeartbeat implements Heartbeat {

    private static final int MAX_BEATS = 1_000;

    private final SettableClock clock;
    private final Map<Integer, Supplier<Signal>> script = new HashMap<>();
    private final Runnable afterBeat;
    private int count;

    /**
     * Creates a heartbeat.
     *
     * @param afterBeat runs after each beat
     */
    ScriptedHeartbeat(SettableClock clock, Runnable afterBeat) {
        this.clock = clock;
        this.afterBeat = afterBeat;
    }

    /** Runs an action before the beat with this number is answered. */
    ScriptedHeartbeat at(int beat, Runnable action) {
        return signal(beat, () -> {
            action.run();
            return Signal.CONTINUE;
        });
    }

    /** Sets the engine's answer to the beat with this number. */
    ScriptedHeartbeat signal(int beat, Signal signal) {
        return signal(beat, () -> signal);
    }

    private ScriptedHeartbeat signal(int beat, Supplier<Signal> answer) {
        script.put(beat, answer);
        return this;
    }

    int count() {
        return count;
    }

    @Override
    public Signal beat() {
        count++;
        if (count > MAX_BEATS) {
            throw new AssertionError("The work does not end");
        }
        clock.tick(Duration.ofSeconds(1));
        Signal signal = script.getOrDefault(count, () -> Signal.CONTINUE).get();
        afterBeat.run();
        return signal;
    }
}
