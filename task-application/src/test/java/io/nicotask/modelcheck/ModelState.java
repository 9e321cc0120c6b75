package io.nicotask.modelcheck;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A state as a value: its fields are written only while {@link #with} creates the next one. The states of all models
 * share this code and differ in their fields, hence a base class.
 */
abstract class ModelState<S extends ModelState<S>> implements Cloneable {

    /** The values of all fields, and their hash code. */
    private List<@Nullable Object> values = List.of();

    private int hash;

    /** Returns the state after a change. */
    final S with(Consumer<S> change) {
        S next = copy();
        change.accept(next);
        next.freeze();
        return next;
    }

    /** All fields, in the order of their declaration. */
    abstract List<@Nullable Object> fields();

    /** A copy whose fields can be written without a change to this one. */
    @SuppressWarnings("unchecked") // clone() returns an instance of the same class
    S copy() {
        try {
            return (S) clone();
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    final void freeze() {
        values = fields();
        hash = values.hashCode();
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof ModelState<?> that && hash == that.hash && values.equals(that.values);
    }

    @Override
    public final int hashCode() {
        return hash;
    }
}
