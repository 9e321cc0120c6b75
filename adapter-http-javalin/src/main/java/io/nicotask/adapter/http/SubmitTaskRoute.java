package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.ApiResponse.ErrorResponse;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Result.Conflict;
import io.nicotask.application.task.SubmitTask.Result.Denied;
import io.nicotask.application.task.SubmitTask.Result.KeyReused;
import io.nicotask.application.task.SubmitTask.Result.QueueFull;
import io.nicotask.application.task.SubmitTask.Result.RetiredSite;
import io.nicotask.application.task.SubmitTask.Result.Submitted;
import io.nicotask.application.task.SubmitTask.Result.UnknownRule;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** {@code POST …/task} */
final class SubmitTaskRoute implements BulkheadBodyRoute {

    private static final ErrorResponse UNKNOWN_RULE =
            SubmitTaskParser.INVALID.withData(Map.of("ruleId", "must be the id of a rule for the operation"));
    private static final ErrorResponse KEY_REUSED =
            new ErrorResponse(422, "Idempotency-Key was used with another request");

    private final JsonBody bodies;
    private final SubmitTask submitTask;
    private final TaskResponses responses;

    SubmitTaskRoute(JsonBody bodies, SubmitTask submitTask, TaskResponses responses) {
        this.bodies = bodies;
        this.submitTask = submitTask;
        this.responses = responses;
    }

    @Override
    public BulkheadRoute checkPath(Context context) {
        return this::submit;
    }

    private ApiResponse submit(AuthenticatedRequest request, Context context) {
        SubmitTaskJson body = bodies.read(context, SubmitTaskJson.class);
        List<String> keys = Collections.list(context.req().getHeaders(HeaderNames.IDEMPOTENCY_KEY));
        return switch (submitTask.submit(new SubmitTaskParser(body, keys).command(request))) {
            case Submitted submitted -> responses.created(submitted.view(), request);
            case Conflict busy -> conflict("rack %s already has a conflicting task".formatted(busy.rack()));
            case QueueFull full ->
                conflict("rack %s waiting queue is full (%2$d/%2$d tasks)".formatted(full.rack(), full.limit()));
            case RetiredSite retired -> conflict("Site specified in request is retired");
            case UnknownRule none -> UNKNOWN_RULE;
            case KeyReused reused -> KEY_REUSED;
            case Denied denied -> ErrorResponses.of(denied.reason(), request.orgInPath());
        };
    }

    private static ErrorResponse conflict(String message) {
        return new ErrorResponse(409, message);
    }
}
