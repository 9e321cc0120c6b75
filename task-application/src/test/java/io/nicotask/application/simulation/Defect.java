package io.nicotask.application.simulation;

import com.google.errorprone.annotations.Immutable;

/** Removes one safeguard of the protocol from the sound ports. */
@FunctionalInterface
@Immutable
interface Defect {

    /** Removes nothing. */
    static SimulatedPorts none(SimulatedPorts sound, SimulatedWorld world) {
        return sound;
    }

    SimulatedPorts plantedInto(SimulatedPorts sound, SimulatedWorld world);
}
