package io.nicotask.adapter.http;

import io.nicotask.adapter.http.ApiResponse.ErrorResponse;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wrong with the fields of a request, gathered so that all of it is told at once, in the order of their names. */
final class FieldErrors {

    private final Map<String, String> errors = new TreeMap<>();

    /** The field is wrong. */
    void add(String field, String fault) {
        errors.put(field, fault);
    }

    /** The field is none of the words that it may be. */
    void addNotOneOf(String field, Stream<String> words) {
        add(field, words.collect(Collectors.joining(", ", "must be one of ", "")));
    }

    /** The UUID that the field has to be; empty when it is none, which is a fault. */
    Optional<UUID> parseUuid(String field, String text) {
        Optional<UUID> uuid = IdParser.parseUuid(text);
        if (uuid.isEmpty()) {
            add(field, "must be a UUID");
        }
        return uuid;
    }

    /**
     * Lets a request pass that has no faults.
     *
     * @throws ErrorResponseException the problem, naming each field, when there are any
     */
    void throwIfAny(ErrorResponse invalid) {
        if (!errors.isEmpty()) {
            throw new ErrorResponseException(invalid.withData(errors));
        }
    }
}
