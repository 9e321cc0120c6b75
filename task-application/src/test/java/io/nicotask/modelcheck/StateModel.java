package io.nicotask.modelcheck;

import java.util.List;

/**
 * What can be explored.
 *
 * @param <W> the worlds; two are the same when they are equal
 * @param <R> the rules
 */
interface StateModel<W, R> {

    /** The world in which everything begins. */
    W first();

    /** Everything that may happen next. */
    List<Step<W>> steps(W now);

    /** Whether everything has come to its end. */
    boolean isSettled(W world);

    /** The rules that a step breaks. */
    List<R> rulesBroken(W before, W after);

    /** The rule that is broken by a world from which no way leads to an end. */
    R nothingIsStuck();

    /**
     * A step that may be taken next.
     *
     * @param isSure whether it is taken some time, unless another one comes first; not so faults and clients' wishes
     */
    record Step<W>(String name, W after, boolean isSure) {}
}
