package io.nicotask.application.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** All chance of one schedule: the same seed, asked in the same order, gives the same answers. */
final class SeededRandom {

    private final SplittableRandom random;

    SeededRandom(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A number from 0 up to, but without, the bound. */
    int nextInt(int bound) {
        return random.nextInt(bound);
    }

    /** A number between two others, both included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** Yes, so many times out of a thousand. */
    boolean chance(int perMille) {
        return random.nextInt(1_000) < perMille;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** For those that bring their own use of chance. */
    RandomGenerator generator() {
        return random;
    }
}
