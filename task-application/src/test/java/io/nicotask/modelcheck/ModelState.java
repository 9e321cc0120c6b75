package io.nicotask.modelcheck;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A world as a value: its fields are written only while {@link #with} makes the next one. The worlds of a model have
 * this in common and differ in their fields, hence a base class.
 */
abstract class ModelState<S extends ModelState<S>> implements Cloneable {

    /** Everything that the world consists of, and its hash code. */
    private List<@Nullable Object> parts = List.of();

    private int hash;

    /** The world after a change. */
    final S with(Consumer<S> change) {
        S next = copy();
        change.accept(next);
        next.freeze();
        return next;
    }

    /** All fields, in the order of their declaration. */
    abstract List<@Nullable Object> listed();

    /** A copy whose fields may be written without a trace in this one. */
    @SuppressWarnings("unchecked") // a clone is of the class that was cloned
    S copy() {
        try {
            return (S) clone();
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    final void freeze() {
        parts = listed();
        hash = parts.hashCode();
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof ModelState<?> that && hash == that.hash && parts.equals(that.parts);
    }

    @Override
    public final int hashCode() {
        return hash;
    }
}
