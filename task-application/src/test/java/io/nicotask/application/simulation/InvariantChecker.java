package io.nicotask.application.simulation;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps the first violation of a schedule, which ends it. Invariants are numbered as in docs/reliability.md. */
final class InvariantChecker {

    private @Nullable String violation;

    /** Reports a violation of the invariant. */
    void report(int invariant, String how) {
        if (violation == null) {
            violation = "Invariant " + invariant + " of docs/reliability.md is violated: " + how;
        }
    }

    /** Reports a violation unless the condition holds. */
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
