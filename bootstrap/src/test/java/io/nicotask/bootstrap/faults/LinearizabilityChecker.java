package io.nicotask.bootstrap.faults;

import io.nicotask.domain.task.TaskStatus;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Searches an order of the calls on one task in which each call takes effect at one instant between its invocation and
 * its response, and each response is true at that instant. Between calls the task may change by itself.
 *
 * <p>The search is that of Wing and Gong: the next call in the order is any that was invoked before every other
 * remaining call had ended. A call that leaves the state unchanged is taken at once, because waiting would gain
 * nothing; a combination of state and remaining calls is tried only once.
 */
final class LinearizabilityChecker {

    private final List<ClientCall> calls;
    private final Set<Node> seen = new HashSet<>();

    private LinearizabilityChecker(List<ClientCall> calls) {
        this.calls = calls;
    }

    /** Whether such an order exists. Calls that reached no server are ignored. */
    static boolean isLinearizable(List<ClientCall> calls) {
        List<ClientCall> sent = calls.stream()
                .filter(call -> !(call.answer() instanceof ClientResult.NotSent))
                .toList();
        return new LinearizabilityChecker(sent).canCompleteFrom(new BitSet(), null);
    }

    private boolean canCompleteFrom(BitSet before, @Nullable TaskStatus state) {
        BitSet done = withCallsTrueIn(before, state);
        long earliestEnd = earliestEnd(done);
        if (earliestEnd == Long.MAX_VALUE) {
            return true;
        }
        if (!seen.add(new Node(done, state))) {
            return false;
        }
        for (TaskStatus next : TaskSequentialSpec.withoutCaller(state)) {
            if (canCompleteFrom(done, next)) {
                return true;
            }
        }
        for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
            if (calls.get(i).invoked() <= earliestEnd && canCompleteWith(i, done, state)) {
                return true;
            }
        }
        return false;
    }

    private BitSet withCallsTrueIn(BitSet before, @Nullable TaskStatus state) {
        BitSet done = (BitSet) before.clone();
        int known;
        do {
            known = done.cardinality();
            long earliestEnd = earliestEnd(done);
            for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
                ClientCall call = calls.get(i);
                if (state != null
                        && call.invoked() <= earliestEnd
                        && TaskSequentialSpec.after(state, call).equals(Set.of(state))) {
                    done.set(i);
                }
            }
        } while (done.cardinality() > known);
        return done;
    }

    private boolean canCompleteWith(int call, BitSet done, @Nullable TaskStatus state) {
        BitSet more = (BitSet) done.clone();
        more.set(call);
        for (TaskStatus next : TaskSequentialSpec.after(state, calls.get(call))) {
            if (canCompleteFrom(more, next)) {
                return true;
            }
        }
        return false;
    }

    /** Returns when the first of the remaining calls ended; {@code Long.MAX_VALUE} when all of them may be left out. */
    private long earliestEnd(BitSet done) {
        long earliestEnd = Long.MAX_VALUE;
        for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
            earliestEnd = Math.min(earliestEnd, calls.get(i).effectiveBy());
        }
        return earliestEnd;
    }

    private record Node(BitSet done, @Nullable TaskStatus state) {}
}
