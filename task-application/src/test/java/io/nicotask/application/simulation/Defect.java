package io.nicotask.application.simulation;

import com.google.errorprone.annotations.Immutable;

/** A twist of the sound parts: one safeguard of the protocol is left out. */
@FunctionalInterface
@Immutable
interface Defect {

    /** Nothing is left out. */
    static Parts none(Parts sound, World world) {
        return sound;
    }

    Parts plantedInto(Parts sound, World world);
}
