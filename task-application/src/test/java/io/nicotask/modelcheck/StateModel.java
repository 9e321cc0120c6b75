package io.nicotask.modelcheck;

import java.util.List;

/**
 * A model that the checker can explore.
 *
 * @param <S> the states; equal ones are the same state
 * @param <R> the rules
 */
interface StateModel<S, R> {

    /** The initial state. */
    S first();

    /** Everything that may happen next. */
    List<Step<S>> steps(S now);

    /** Whether no work is left in the state. */
    boolean isSettled(S state);

    /** The rules that a step breaks. */
    List<R> rulesBroken(S before, S after);

    /** The rule that a state breaks if no path leads from it to a settled state. */
    R noStateIsStuck();

    /**
     * A step that may be taken next.
     *
     * @param isCertain whether it happens at some time unless another comes first; faults and client requests need not
     */
    record Step<S>(String name, S after, boolean isCertain) {}
}
