package io.nicotask.domain.value;

/**
 * A fencing token: the number of one reservation of a rack, higher than that of every earlier reservation. Hardware
 * that can compare tokens refuses a command whose token is lower than one that it has seen.
 *
 * @param value the number, from 1
 */
public record FencingToken(long value) implements Comparable<FencingToken> {

    public FencingToken {
        if (value < 1) {
            throw new IllegalArgumentException("A fencing token is at least 1, not " + value);
        }
    }

    /**
     * The token of a quiesce of the grant's task: higher than that of any command of the task, lower than the next
     * grant, as grants take every second number.
     */
    public FencingToken forQuiesce() {
        return new FencingToken(value + 1);
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
