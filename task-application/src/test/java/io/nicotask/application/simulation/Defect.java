package io.nicotask.application.simulation;

/** A twist of the sound parts: one safeguard of the protocol is left out. */
@FunctionalInterface
interface Defect {

    /** No defect at all. */
    Defect NONE = (sound, world) -> sound;

    Parts plantedInto(Parts sound, World world);
}
