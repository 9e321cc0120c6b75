package io.nicotask.adapter.persistence;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * One statement of several parts, which are common table expressions: {@code @name} is the name of one, and
 * {@code :name} a parameter. The parts see the rows from before the statement, and no two of them may write the same
 * row.
 */
final class CombinedStatement {

    private static final Pattern NAME = Pattern.compile("(?<![:\\w])([:@])([a-zA-Z]\\w*)");

    private final List<String> parts = new ArrayList<>();
    private final Map<String, @Nullable Object> values = new HashMap<>();
    private final List<Guard> guards = new ArrayList<>();

    /** Adds a part, whose names do not clash with those of other parts. */
    @CanIgnoreReturnValue
    Part add(String sql) {
        String suffix = "_" + (parts.size() + 1);
        parts.add(
                NAME.matcher(sql).replaceAll(name -> (name.group(1).equals(":") ? ":" : "") + name.group(2) + suffix));
        String first = NAME.matcher(sql)
                .results()
                .filter(name -> name.group(1).equals("@"))
                .map((MatchResult name) -> name.group(2))
                .findFirst()
                .orElseThrow();
        return new Part(first + suffix, suffix);
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** Runs the statement; throws what {@link Part#orElseThrow} demands when a part has written no row. */
    void execute(Handle handle) {
        String sql = "with " + String.join(", ", parts) + " select "
                + guards.stream()
                        .map(guard -> "(select count(*) from " + guard.table() + ")")
                        .collect(Collectors.joining(", ", "array[", "]::bigint[]"));
        Query query = handle.createQuery(sql);
        values.forEach(query::bind);
        Long[] written = query.mapTo(Long[].class).one();
        for (int i = 0; i < written.length; i++) {
            if (written[i] == 0) {
                throw guards.get(i).violation().get();
            }
        }
    }

    /** A part of the statement. */
    final class Part {

        private final String table;
        private final String suffix;

        private Part(String table, String suffix) {
            this.table = table;
            this.suffix = suffix;
        }

        /** Returns the name of the first table of the part, for the SQL of later parts. */
        String table() {
            return table;
        }

        @CanIgnoreReturnValue
        Part bind(String name, @Nullable Object value) {
            values.put(name + suffix, value);
            return this;
        }

        @CanIgnoreReturnValue
        Part bindMap(Map<String, ? extends @Nullable Object> row) {
            row.forEach(this::bind);
            return this;
        }

        /** Demands that the part writes a row. */
        @CanIgnoreReturnValue
        Part orElseThrow(Supplier<RuntimeException> violation) {
            guards.add(new Guard(table, violation));
            return this;
        }
    }

    private record Guard(String table, Supplier<RuntimeException> violation) {}
}
