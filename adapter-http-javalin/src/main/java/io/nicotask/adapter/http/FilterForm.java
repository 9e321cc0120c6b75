package io.nicotask.adapter.http;

import io.nicotask.application.port.TaskListing.Filter;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.TaskStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads which tasks a walk passes over. */
final class FilterForm {

    private static final String STATUS = "status";
    private static final String OPERATION_TYPE = "operationType";
    private static final String CREATED_FROM = "createdFrom";
    private static final String CREATED_BEFORE = "createdBefore";

    /** The names that a query has for it. */
    static final Set<String> NAMES = Set.of(STATUS, OPERATION_TYPE, CREATED_FROM, CREATED_BEFORE);

    private FilterForm() {}

    /** The filter that the query asks for; what is wrong with it goes to the faults. */
    static Filter read(Query query, Faults faults) {
        return new Filter(
                statuses(query, faults),
                type(query, faults),
                time(query, CREATED_FROM, faults),
                time(query, CREATED_BEFORE, faults));
    }

    private static Set<TaskStatus> statuses(Query query, Faults faults) {
        Set<TaskStatus> named = EnumSet.noneOf(TaskStatus.class);
        for (String label : query.values(STATUS)) {
            TaskStatus.ofLabel(label)
                    .ifPresentOrElse(
                            named::add,
                            () -> faults.notOneOf(
                                    STATUS, Arrays.stream(TaskStatus.values()).map(TaskStatus::label)));
        }
        return named;
    }

    private static Operation.@Nullable Type type(Query query, Faults faults) {
        if (!query.has(OPERATION_TYPE)) {
            return null;
        }
        String code = query.value(OPERATION_TYPE);
        for (Operation.Type type : Operation.Type.values()) {
            if (type.code().equals(code)) {
                return type;
            }
        }
        faults.notOneOf(OPERATION_TYPE, Arrays.stream(Operation.Type.values()).map(Operation.Type::code));
        return null;
    }

    private static @Nullable Instant time(Query query, String name, Faults faults) {
        if (!query.has(name)) {
            return null;
        }
        Optional<Instant> time = Times.read(query.value(name));
        if (time.isEmpty()) {
            faults.add(name, "must be a date-time of RFC 3339");
        }
        return time.orElse(null);
    }
}
