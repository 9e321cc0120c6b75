package io.nicotask.domain.value;

/**
 * The number of one grant of a rack. Each grant has a higher one than those before it, and hardware that can check it
 * refuses a command whose number is lower than one that it has seen (a fencing token).
 *
 * @param value the number, from 1
 */
public record FencingToken(long value) implements Comparable<FencingToken> {

    public FencingToken {
        if (value < 1) {
            throw new IllegalArgumentException("An epoch is at least 1, not " + value);
        }
    }

    @Override
    public int compareTo(FencingToken other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
