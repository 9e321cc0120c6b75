package io.nicotask.bootstrap.faults;

import io.nicotask.domain.task.TaskStatus;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an order of the calls upon one task in which each had its effect at one instant between its invocation and
 * its answer, and each answer was true at that instant. Between any two of them the task may go on by itself.
 *
 * <p>The search is the one of Wing and Gong: the next in the order is any call that was invoked before every other
 * remaining one had ended. A call that only tells the truth of the moment comes at once, for to wait would gain nothing;
 * what was tried before, from the same state with the same calls left, is not tried again.
 */
final class LinearizabilityChecker {

    private final List<ClientCall> calls;
    private final Set<Node> seen = new HashSet<>();

    private LinearizabilityChecker(List<ClientCall> calls) {
        this.calls = calls;
    }

    /** Whether there is such an order. Calls that never reached a server are no part of it. */
    static boolean existsFor(List<ClientCall> calls) {
        List<ClientCall> sent = calls.stream()
                .filter(call -> !(call.answer() instanceof ClientResult.NotSent))
                .toList();
        return new LinearizabilityChecker(sent).canEndFrom(new BitSet(), null);
    }

    private boolean canEndFrom(BitSet before, @Nullable TaskStatus state) {
        BitSet done = withTrueOnes(before, state);
        long horizon = horizon(done);
        if (horizon == Long.MAX_VALUE) {
            return true;
        }
        if (!seen.add(new Node(done, state))) {
            return false;
        }
        for (TaskStatus next : TaskSequentialSpec.byItself(state)) {
            if (canEndFrom(done, next)) {
                return true;
            }
        }
        for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
            if (calls.get(i).invoked() <= horizon && canEndWith(i, done, state)) {
                return true;
            }
        }
        return false;
    }

    private BitSet withTrueOnes(BitSet before, @Nullable TaskStatus state) {
        BitSet done = (BitSet) before.clone();
        int known;
        do {
            known = done.cardinality();
            long horizon = horizon(done);
            for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
                ClientCall call = calls.get(i);
                if (state != null
                        && call.invoked() <= horizon
                        && TaskSequentialSpec.after(state, call).equals(Set.of(state))) {
                    done.set(i);
                }
            }
        } while (done.cardinality() > known);
        return done;
    }

    private boolean canEndWith(int call, BitSet done, @Nullable TaskStatus state) {
        BitSet more = (BitSet) done.clone();
        more.set(call);
        for (TaskStatus next : TaskSequentialSpec.after(state, calls.get(call))) {
            if (canEndFrom(more, next)) {
                return true;
            }
        }
        return false;
    }

    /** When the first of the remaining calls had ended; at no time, when all that remain may be left out. */
    private long horizon(BitSet done) {
        long horizon = Long.MAX_VALUE;
        for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
            horizon = Math.min(horizon, calls.get(i).effectiveBy());
        }
        return horizon;
    }

    private record Node(BitSet done, @Nullable TaskStatus state) {}
}
