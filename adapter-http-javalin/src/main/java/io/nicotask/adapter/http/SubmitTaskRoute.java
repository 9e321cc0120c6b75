package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.Answer.Problem;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.submit.SubmitTask;
import io.nicotask.application.submit.SubmitTaskResult.Conflicting;
import io.nicotask.application.submit.SubmitTaskResult.Denied;
import io.nicotask.application.submit.SubmitTaskResult.KeyReused;
import io.nicotask.application.submit.SubmitTaskResult.QueueFull;
import io.nicotask.application.submit.SubmitTaskResult.Submitted;
import io.nicotask.application.submit.SubmitTaskResult.UnknownRule;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** {@code POST …/task} */
final class SubmitTaskRoute implements BodyRoute {

    private static final Problem UNKNOWN_RULE =
            SubmitTaskForm.INVALID.withData(Map.of("ruleId", "must be the id of a rule for the operation"));
    private static final Problem KEY_REUSED = new Problem(422, "Idempotency-Key was used with another request");

    private final Door door;
    private final JsonBody bodies;
    private final SubmitTask submitTask;
    private final TaskAnswers answers;

    SubmitTaskRoute(Door door, JsonBody bodies, SubmitTask submitTask, TaskAnswers answers) {
        this.door = door;
        this.bodies = bodies;
        this.submitTask = submitTask;
        this.answers = answers;
    }

    @Override
    public Route authorize(Context context) {
        Visit visit = door.enter(context, Action.SUBMIT_TASK);
        return received -> submit(visit, received);
    }

    private Answer submit(Visit visit, Context context) {
        SubmitTaskJson body = bodies.read(context, SubmitTaskJson.class);
        List<String> keys = Collections.list(context.req().getHeaders(Headers.IDEMPOTENCY_KEY));
        return switch (submitTask.submit(new SubmitTaskForm(body, keys).command(visit))) {
            case Submitted submitted -> answers.submitted(submitted.view(), visit);
            case Conflicting busy -> conflict("rack %s already has a conflicting task".formatted(busy.rack()));
            case QueueFull full ->
                conflict("rack %s waiting queue is full (%2$d/%2$d tasks)".formatted(full.rack(), full.limit()));
            case UnknownRule none -> UNKNOWN_RULE;
            case KeyReused reused -> KEY_REUSED;
            case Denied denied -> Problems.of(denied.reason(), visit.orgInPath());
        };
    }

    private static Problem conflict(String message) {
        return new Problem(409, message);
    }
}
