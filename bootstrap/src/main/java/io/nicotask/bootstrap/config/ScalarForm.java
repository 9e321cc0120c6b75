package io.nicotask.bootstrap.config;

import io.nicotask.bootstrap.config.RawValue.Kind;
import io.nicotask.bootstrap.config.RawValue.Scalar;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The form of the scalars that stand for a type.
 *
 * @param expected the form, for error messages
 * @param parse returns the value of a scalar, or empty when it does not have the form
 */
record ScalarForm(String expected, Function<Scalar, Optional<? extends Object>> parse) {

    private static final Pattern UUID_FORM = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|-?[1-9]\\d{0,8}");

    private static final ScalarForm TRUTH = new ScalarForm(
            "true or false",
            scalar -> scalar.text().matches("true|false")
                    ? Optional.of(Boolean.valueOf(scalar.text()))
                    : Optional.empty());

    private static final String TEXT = "text (a number, boolean or date in quotes)";

    private static final Map<Class<?>, ScalarForm> BY_TYPE = Map.of(
            String.class, new ScalarForm(TEXT, ScalarForm::text),
            Path.class, new ScalarForm(TEXT, scalar -> text(scalar).flatMap(ScalarForm::path)),
            int.class,
                    new ScalarForm(
                            "a whole number of at most 9 digits",
                            scalar -> matching(WHOLE_NUMBER, scalar).map(Integer::valueOf)),
            boolean.class, TRUTH,
            Boolean.class, TRUTH,
            UUID.class,
                    new ScalarForm(
                            "a UUID", scalar -> matching(UUID_FORM, scalar).map(UUID::fromString)),
            Duration.class, new ScalarForm(DurationParser.FORM, scalar -> DurationParser.parse(scalar.text())));

    /** Returns the form of the scalars of a type that occurs in {@link Settings}. */
    static ScalarForm of(Class<?> type) {
        return Objects.requireNonNull(BY_TYPE.get(type), type::getName);
    }

    /** Refuses other scalars instead of converting them: the number {@code 0123} would not stay these characters. */
    private static Optional<String> text(Scalar scalar) {
        return scalar.kind() == Kind.TEXT ? Optional.of(scalar.text()) : Optional.empty();
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException invalid) {
            return Optional.empty();
        }
    }

    private static Optional<String> matching(Pattern pattern, Scalar scalar) {
        return Optional.of(scalar.text()).filter(text -> pattern.matcher(text).matches());
    }
}
