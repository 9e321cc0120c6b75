package io.nicotask.adapter.http;

import static io.nicotask.application.submit.SubmitTaskCommand.IfBusy.Queue.MAX_TIMEOUT_SECONDS;
import static io.nicotask.application.submit.SubmitTaskCommand.MAX_KEY_CHARACTERS;

import io.nicotask.adapter.http.Answer.Problem;
import io.nicotask.application.submit.SubmitTaskCommand;
import io.nicotask.application.submit.SubmitTaskCommand.IfBusy;
import io.nicotask.application.submit.SubmitTaskCommand.Work;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.RuleId;
import io.nicotask.domain.task.Text;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a submit asks for, to the last field whatever is wrong with the first. What stands in for a faulty value is
 * never used, as the request is refused then.
 */
final class SubmitTaskForm {

    /** The fields of a submit are missing or wrong. */
    static final Problem INVALID = new Problem(400, "Failed to validate submit task request data");

    private static final int DEFAULT_TIMEOUT_SECONDS = 3600;

    private final Faults faults = new Faults();
    private final SubmitTaskJson body;
    private final List<String> keys;

    /** The body, and every idempotency key that came with it. */
    SubmitTaskForm(SubmitTaskJson body, List<String> keys) {
        this.body = body;
        this.keys = keys;
    }

    /**
     * The visitor's command.
     *
     * @throws Refusal when a field is missing or wrong; it names each, and only then looks at the form of the site's id
     */
    SubmitTaskCommand command(Visit visit) {
        String site = required("siteId", body.siteId());
        Optional<RackId> rack = rack();
        Optional<Operation> operation = OperationForm.read(body.operation(), faults);
        Components components = ComponentsForm.read(body.componentsByType(), faults);
        String description = description();
        Optional<RuleId> rule = rule();
        IfBusy ifBusy = ifBusy();
        String key = key();
        faults.refuse(INVALID);
        Work work = new Work(
                Ids.site(site),
                rack.orElseThrow(),
                operation.orElseThrow(),
                components,
                description,
                rule.orElse(null));
        return new SubmitTaskCommand(visit.caller(), visit.org(), work, ifBusy, key, visit.origin());
    }

    private Optional<RackId> rack() {
        String told = required("rackId", body.rackId());
        return told.isBlank() ? Optional.empty() : faults.uuid("rackId", told).map(RackId::new);
    }

    private Optional<RuleId> rule() {
        String told = body.ruleId();
        return told == null ? Optional.empty() : faults.uuid("ruleId", told).map(RuleId::new);
    }

    private IfBusy ifBusy() {
        IfBusy queue = new IfBusy.Queue(timeoutSeconds());
        String told = Objects.requireNonNullElse(body.conflictStrategy(), "reject");
        if (told.equals("queue")) {
            return queue;
        }
        if (!told.equals("reject")) {
            faults.notOneOf("conflictStrategy", Stream.of("reject", "queue"));
        }
        return new IfBusy.Reject();
    }

    private int timeoutSeconds() {
        BigInteger told = body.queueTimeoutSeconds();
        if (told == null) {
            return DEFAULT_TIMEOUT_SECONDS;
        }
        if (told.signum() <= 0 || told.compareTo(BigInteger.valueOf(MAX_TIMEOUT_SECONDS)) > 0) {
            faults.add("queueTimeoutSeconds", "must be between 1 and " + MAX_TIMEOUT_SECONDS);
        }
        return told.intValue();
    }

    private @Nullable String key() {
        if (keys.isEmpty()) {
            return null;
        }
        String told = keys.getFirst();
        if (keys.size() > 1) {
            faults.add(Headers.IDEMPOTENCY_KEY, "must be given once");
        } else if (told.isEmpty() || told.length() > MAX_KEY_CHARACTERS) {
            faults.add(Headers.IDEMPOTENCY_KEY, "size must be between 1 and " + MAX_KEY_CHARACTERS);
        }
        return told;
    }

    private String required(String field, @Nullable String told) {
        String text = Objects.requireNonNullElse(told, "");
        if (text.isBlank()) {
            faults.add(field, "must not be blank");
        }
        return text;
    }

    private String description() {
        String told = Objects.requireNonNullElse(body.description(), "");
        Text.problem(told, Text.MAX_CHARACTERS).ifPresent(problem -> faults.add("description", problem));
        return told;
    }
}
