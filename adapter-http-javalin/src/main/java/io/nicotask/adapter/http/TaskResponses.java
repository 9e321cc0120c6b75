package io.nicotask.adapter.http;

import io.nicotask.adapter.http.ApiResponse.ErrorResponse;
import io.nicotask.adapter.http.ApiResponse.Success;
import io.nicotask.adapter.http.HttpModule.Api;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Creates the responses that show a task. */
final class TaskResponses {

    private final Api api;

    TaskResponses(Api api) {
        this.api = api;
    }

    /** The Task object. */
    TaskJson json(Task task) {
        return TaskJson.of(task, api);
    }

    /** 200 with the task. */
    Success ok(TaskView view) {
        return new Success(200, json(view.task()), headersOf(view));
    }

    /** 201 with the task that was submitted, by this request or by an earlier one with the same idempotency key. */
    Success created(TaskView view, AuthenticatedRequest request) {
        Map<String, String> headers = headersOf(view);
        headers.put(HeaderNames.LOCATION, locationOf(view.task(), request));
        return new Success(201, json(view.task()), headers);
    }

    /** 202 with the task after an accepted cancel. */
    Success accepted(TaskView view, String outcome, AuthenticatedRequest request) {
        Map<String, String> headers = headersOf(view);
        headers.put(HeaderNames.CANCEL_OUTCOME, outcome);
        headers.put(HeaderNames.LOCATION, locationOf(view.task(), request));
        return new Success(202, json(view.task()), headers);
    }

    /** 412 with the task, because it had Succeeded or Failed before the cancel. */
    ErrorResponse notCancellable(TaskView view) {
        Task task = view.task();
        String message = "Task %s cannot be cancelled: it has already finished (status: %s)"
                .formatted(task.id(), api.label(task.status()));
        return new ErrorResponse(412, message)
                .withData(json(task))
                .withHeader(HeaderNames.CANCEL_OUTCOME, "not-cancellable");
    }

    /** 409 with the task, because its stop is still under way. */
    ErrorResponse stopInProgress(TaskView view) {
        Task task = view.task();
        String message = "Stop of task %s cannot be resolved: it is still under way".formatted(task.id());
        return new ErrorResponse(409, message).withData(json(task));
    }

    /** 409 with the task, because it has not ended and has no stop. */
    ErrorResponse nothingToStop(TaskView view) {
        Task task = view.task();
        String message = "Stop of task %s cannot be resolved: the task has not ended (status: %s)"
                .formatted(task.id(), api.label(task.status()));
        return new ErrorResponse(409, message).withData(json(task));
    }

    private static Map<String, String> headersOf(TaskView view) {
        Map<String, String> headers = new LinkedHashMap<>();
        String version = Long.toString(view.task().revision().version());
        StopStatus stop = view.stop();
        if (stop == null) {
            headers.put(HeaderNames.ETAG, '"' + version + '"');
            return headers;
        }
        String state = label(stop);
        headers.put(HeaderNames.ETAG, '"' + version + '-' + state + '"');
        headers.put(HeaderNames.TASK_STOP, state);
        if (stop == StopStatus.REQUESTED || stop == StopStatus.DRAINING) {
            headers.put(HeaderNames.RETRY_AFTER, "1");
        }
        return headers;
    }

    static String label(StopStatus stop) {
        return switch (stop) {
            case REQUESTED, DRAINING -> "requested";
            case CONFIRMED -> "confirmed";
            case NEEDS_ATTENTION -> "needs-attention";
        };
    }

    private String locationOf(Task task, AuthenticatedRequest request) {
        String org =
                URLEncoder.encode(request.orgInPath(), StandardCharsets.UTF_8).replace("+", "%20");
        return "%s/v2/org/%s/%s/task/%s?siteId=%s"
                .formatted(
                        request.mount(), org, api.name(), task.id(), task.spec().site());
    }
}
