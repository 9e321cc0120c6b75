package io.nicotask.application.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** All random choices of one schedule: the same seed gives the same sequence. */
final class SeededRandom {

    private final SplittableRandom random;

    SeededRandom(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A number from 0, inclusive, to the bound, exclusive. */
    int nextInt(int bound) {
        return random.nextInt(bound);
    }

    /** A number between two limits, both inclusive. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** True with a probability in thousandths. */
    boolean chance(int perMille) {
        return random.nextInt(1_000) < perMille;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** For classes that take a {@link RandomGenerator}. */
    RandomGenerator generator() {
        return random;
    }
}
