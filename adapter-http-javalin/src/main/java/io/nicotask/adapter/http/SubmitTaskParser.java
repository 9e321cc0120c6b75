package io.nicotask.adapter.http;

import static io.nicotask.application.task.SubmitTask.Command.ConflictStrategy.Queue.MAX_TIMEOUT_SECONDS;

import io.nicotask.adapter.http.ApiResponse.ErrorResponse;
import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.RuleId;
import io.nicotask.domain.value.TextConstraints;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Parses a submit request. Parses all fields even when one is wrong, so that the response can name every error. The
 * placeholder for a wrong value is never used, because the request is refused then.
 */
final class SubmitTaskParser {

    /** The response when a field is missing or wrong. */
    static final ErrorResponse INVALID = new ErrorResponse(400, "Failed to validate submit task request data");

    private static final int DEFAULT_TIMEOUT_SECONDS = 3600;

    private final FieldErrors errors = new FieldErrors();
    private final SubmitTaskJson body;
    private final List<String> keys;

    /** @param keys the values of all {@code Idempotency-Key} headers */
    SubmitTaskParser(SubmitTaskJson body, List<String> keys) {
        this.body = body;
        this.keys = keys;
    }

    /**
     * Returns the command of the request.
     *
     * @throws ErrorResponseException when a field is missing or wrong, naming each; or else when the site is not a UUID
     */
    SubmitTask.Command command(AuthenticatedRequest request) {
        String site = required("siteId", body.siteId());
        Optional<RackId> rack = rack();
        Optional<Operation> operation = OperationParser.read(body.operation(), errors);
        ComponentSelection components = ComponentSelectionParser.read(body.componentsByType(), errors);
        String description = description();
        Optional<RuleId> rule = rule();
        ConflictStrategy conflictStrategy = conflictStrategy();
        String key = key();
        errors.throwIfAny(INVALID);
        TaskRequest taskRequest = new TaskRequest(
                IdParser.site(site),
                rack.orElseThrow(),
                operation.orElseThrow(),
                components,
                description,
                rule.orElse(null));
        return new SubmitTask.Command(request.context(), taskRequest, conflictStrategy, key);
    }

    private Optional<RackId> rack() {
        String given = required("rackId", body.rackId());
        return given.isBlank()
                ? Optional.empty()
                : errors.parseUuid("rackId", given).map(RackId::new);
    }

    private Optional<RuleId> rule() {
        String given = body.ruleId();
        return given == null
                ? Optional.empty()
                : errors.parseUuid("ruleId", given).map(RuleId::new);
    }

    private ConflictStrategy conflictStrategy() {
        ConflictStrategy queue = new ConflictStrategy.Queue(timeoutSeconds());
        String given = Objects.requireNonNullElse(body.conflictStrategy(), "reject");
        if (given.equals("queue")) {
            return queue;
        }
        if (!given.equals("reject")) {
            errors.addNotOneOf("conflictStrategy", Stream.of("reject", "queue"));
        }
        return new ConflictStrategy.Reject();
    }

    private int timeoutSeconds() {
        BigInteger given = body.queueTimeoutSeconds();
        if (given == null) {
            return DEFAULT_TIMEOUT_SECONDS;
        }
        if (given.signum() <= 0 || given.compareTo(BigInteger.valueOf(MAX_TIMEOUT_SECONDS)) > 0) {
            errors.add("queueTimeoutSeconds", "must be between 1 and " + MAX_TIMEOUT_SECONDS);
            return DEFAULT_TIMEOUT_SECONDS;
        }
        return given.intValue();
    }

    private @Nullable String key() {
        if (keys.isEmpty()) {
            return null;
        }
        String given = keys.getFirst();
        (keys.size() > 1 ? Optional.of("must be given once") : IdempotencyKey.problem(given))
                .ifPresent(problem -> errors.add(HeaderNames.IDEMPOTENCY_KEY, problem));
        return given;
    }

    private String required(String field, @Nullable String given) {
        String text = Objects.requireNonNullElse(given, "");
        if (text.isBlank()) {
            errors.add(field, "must not be blank");
        }
        return text;
    }

    private String description() {
        String given = Objects.requireNonNullElse(body.description(), "");
        TextConstraints.problem(given, TextConstraints.MAX_CHARACTERS)
                .ifPresent(problem -> errors.add("description", problem));
        return given;
    }
}
