package io.nicotask.modelcheck;

import java.util.List;

/**
 * A model that the checker can explore.
 *
 * @param <W> the states; equal ones are the same state
 * @param <R> the rules
 */
interface StateModel<W, R> {

    /** The initial state. */
    W first();

    /** Everything that may happen next. */
    List<Step<W>> steps(W now);

    /** Whether no work is left in the state. */
    boolean isSettled(W world);

    /** The rules that a step breaks. */
    List<R> rulesBroken(W before, W after);

    /** The rule that a state breaks if no path leads from it to a settled state. */
    R nothingIsStuck();

    /**
     * A step that may be taken next.
     *
     * @param isSure whether it happens at some time unless another comes first; faults and client requests need not
     */
    record Step<W>(String name, W after, boolean isSure) {}
}
