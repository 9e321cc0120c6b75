package io.nicotask.application.simulation;

import com.google.errorprone.annotations.Immutable;

/** A twist of the sound parts: one safeguard of the protocol is left out. */
@FunctionalInterface
@Immutable
interface Defect {

    /** Nothing is left out. */
    static SimulatedPorts none(SimulatedPorts sound, SimulatedWorld world) {
        return sound;
    }

    SimulatedPorts plantedInto(SimulatedPorts sound, SimulatedWorld world);
}
