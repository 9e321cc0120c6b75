package io.nicotask.application.simulation;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps the first violation of a schedule; the schedule ends with it. The numbers are those of the invariants. */
final class InvariantChecker {

    private @Nullable String violation;

    /** It was seen that an invariant does not hold. */
    void report(int invariant, String how) {
        if (violation == null) {
            violation = "invariant " + invariant + ": " + how;
        }
    }

    /** Breaks the invariant unless the condition holds. */
    void check(boolean condition, int invariant, Supplier<String> how) {
        if (!condition) {
            report(invariant, how.get());
        }
    }

    @Nullable
    String violation() {
        return violation;
    }
}
