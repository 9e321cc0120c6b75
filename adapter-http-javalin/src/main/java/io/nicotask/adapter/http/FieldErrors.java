package io.nicotask.adapter.http;

import io.nicotask.adapter.http.ApiResponse.ErrorResponse;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects the errors of the fields of a request, so that one response names all of them, ordered by field name. */
final class FieldErrors {

    private final Map<String, String> errors = new TreeMap<>();

    void add(String field, String message) {
        errors.put(field, message);
    }

    /** Adds that the field must be one of the values. */
    void addNotOneOf(String field, Stream<String> values) {
        add(field, values.collect(Collectors.joining(", ", "must be one of ", "")));
    }

    /** Returns the UUID in the field; when the text is not a UUID, adds an error and returns empty. */
    Optional<UUID> parseUuid(String field, String text) {
        Optional<UUID> uuid = IdParser.parseUuid(text);
        if (uuid.isEmpty()) {
            add(field, "must be a UUID");
        }
        return uuid;
    }

    /**
     * Does nothing when there are no errors.
     *
     * @throws ErrorResponseException the given response, with the errors as its data, when there are errors
     */
    void throwIfAny(ErrorResponse invalid) {
        if (!errors.isEmpty()) {
            throw new ErrorResponseException(invalid.withData(errors));
        }
    }
}
