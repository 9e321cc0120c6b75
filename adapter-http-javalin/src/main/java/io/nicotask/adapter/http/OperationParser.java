package io.nicotask.adapter.http;

import io.nicotask.adapter.http.SubmitTaskJson.OperationJson;
import io.nicotask.domain.operation.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses the operation of a submit: a code and its type. */
final class OperationParser {

    private static final String FIELD = "operation";

    private OperationParser() {}

    /** Returns the operation, or adds what is wrong to the errors and returns empty. */
    static Optional<Operation> read(@Nullable OperationJson given, FieldErrors errors) {
        if (given == null) {
            errors.add(FIELD, "must not be null");
            return Optional.empty();
        }
        List<Operation> possible = ofType(given.type(), errors);
        Optional<Operation> named = possible.stream()
                .filter(operation -> operation.code().equals(given.code()))
                .findFirst();
        if (named.isEmpty()) {
            errors.addNotOneOf(FIELD + ".code", possible.stream().map(Operation::code));
        }
        return named;
    }

    /** Returns the operations of the type, or all when the type is unknown, so that an unknown code is found too. */
    private static List<Operation> ofType(@Nullable String type, FieldErrors errors) {
        List<Operation> found = Arrays.stream(Operation.values())
                .filter(operation -> operation.type().code().equals(type))
                .toList();
        if (found.isEmpty()) {
            errors.addNotOneOf(
                    FIELD + ".type", Arrays.stream(Operation.Type.values()).map(Operation.Type::code));
            return List.of(Operation.values());
        }
        return found;
    }
}
