package io.nicotask.application.memory;

import io.nicotask.application.port.RackHardware.ComponentStatus;
import java.util.HashSet;
import java.util.Set;

/** The adapter's record of commands, which it loses at a restart. */
final class ScriptedAdapter {

    /** The answer for a step of which it has no record any more. */
    static final ComponentStatus FORGOTTEN =
            new ComponentStatus.Unknown("The adapter was restarted and has lost its record of commands");

    private final Set<ScriptedHardwareJob.Key> recorded = new HashSet<>();
    private boolean restarted;

    void restart() {
        restarted = true;
        recorded.clear();
    }

    void record(ScriptedHardwareJob.Key key) {
        recorded.add(key);
    }

    boolean hasForgotten(ScriptedHardwareJob.Key key) {
        return restarted && !recorded.contains(key);
    }
}
