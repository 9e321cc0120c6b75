package io.nicotask.architecture;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Types of every kind, of which {@link PublicApiTest} writes the lines. */
public final class PublicApiSample {

    private PublicApiSample() {}

    public abstract static class Open<T extends Comparable<? super T>> implements AutoCloseable {

        public static final int LIMIT = 5;

        final int hidden;

        @SafeVarargs
        protected Open(T... values) {
            this.hidden = values.length;
        }

        protected abstract Map<String, @Nullable T> byName(int[] numbers, @Nullable String name);

        public static <R extends Number & Comparable<R>> Optional<R> first(
                List<? extends R> given, Function<?, R> mapping) throws IOException {
            return Optional.empty();
        }

        @Override
        public void close() {}

        abstract void internal();
    }

    static final class Closed {
        public static final class Inside {}
    }

    public enum Colour {
        RED
    }

    public sealed interface Shape {
        default int corners() {
            return 4;
        }
    }

    public record Square(int side, @Nullable String label) implements Shape {

        public Square(int side) {
            this(side, null);
        }

        public int area() {
            return side * side;
        }

        @Override
        public String toString() {
            return "square";
        }
    }
}
