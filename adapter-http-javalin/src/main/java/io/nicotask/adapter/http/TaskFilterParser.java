package io.nicotask.adapter.http;

import io.nicotask.application.port.TaskQueries.Filter;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.TaskStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses the filter of a list by cursor. */
final class TaskFilterParser {

    private static final String STATUS = "status";
    private static final String OPERATION_TYPE = "operationType";
    private static final String CREATED_FROM = "createdFrom";
    private static final String CREATED_BEFORE = "createdBefore";

    /** The names of the query parameters. */
    static final Set<String> NAMES = Set.of(STATUS, OPERATION_TYPE, CREATED_FROM, CREATED_BEFORE);

    private TaskFilterParser() {}

    /** Returns the filter, and adds what is wrong to the errors. */
    static Filter read(QueryParameters query, FieldErrors errors) {
        return new Filter(
                statuses(query, errors),
                type(query, errors),
                time(query, CREATED_FROM, errors),
                time(query, CREATED_BEFORE, errors));
    }

    private static Set<TaskStatus> statuses(QueryParameters query, FieldErrors errors) {
        Set<TaskStatus> named = EnumSet.noneOf(TaskStatus.class);
        for (String label : query.values(STATUS)) {
            TaskStatus.ofLabel(label)
                    .ifPresentOrElse(
                            named::add,
                            () -> errors.addNotOneOf(
                                    STATUS, Arrays.stream(TaskStatus.values()).map(TaskStatus::label)));
        }
        return named;
    }

    private static Operation.@Nullable Type type(QueryParameters query, FieldErrors errors) {
        if (!query.has(OPERATION_TYPE)) {
            return null;
        }
        String code = query.value(OPERATION_TYPE);
        for (Operation.Type type : Operation.Type.values()) {
            if (type.code().equals(code)) {
                return type;
            }
        }
        errors.addNotOneOf(
                OPERATION_TYPE, Arrays.stream(Operation.Type.values()).map(Operation.Type::code));
        return null;
    }

    private static @Nullable Instant time(QueryParameters query, String name, FieldErrors errors) {
        if (!query.has(name)) {
            return null;
        }
        Optional<Instant> time = Rfc3339.parse(query.value(name));
        if (time.isEmpty()) {
            errors.add(name, "must be a date-time of RFC 3339");
        }
        return time.orElse(null);
    }
}
