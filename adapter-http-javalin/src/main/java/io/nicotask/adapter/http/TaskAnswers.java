package io.nicotask.adapter.http;

import io.nicotask.adapter.http.Answer.Problem;
import io.nicotask.adapter.http.Answer.Success;
import io.nicotask.application.port.Stop;
import io.nicotask.application.port.TaskView;
import io.nicotask.domain.task.Task;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers that show a task. */
final class TaskAnswers {

    private final String apiName;

    TaskAnswers(String apiName) {
        this.apiName = apiName;
    }

    /** The task as it is. */
    Success found(TaskView view) {
        return new Success(200, TaskJson.of(view.task()), headersOf(view));
    }

    /** The task that was submitted, now or before under the same key. */
    Success submitted(TaskView view, Visit visit) {
        Map<String, String> headers = headersOf(view);
        headers.put(Headers.LOCATION, locationOf(view.task(), visit));
        return new Success(201, TaskJson.of(view.task()), headers);
    }

    /** The task after a cancel that was accepted. */
    Success cancelled(TaskView view, String outcome, Visit visit) {
        Map<String, String> headers = headersOf(view);
        headers.put(Headers.CANCEL_OUTCOME, outcome);
        headers.put(Headers.LOCATION, locationOf(view.task(), visit));
        return new Success(202, TaskJson.of(view.task()), headers);
    }

    /** The task that had ended before it could be cancelled. */
    Problem finished(TaskView view) {
        Task task = view.task();
        String message = "Task %s cannot be cancelled: it has already finished (status: %s)"
                .formatted(task.id(), task.status().label());
        return new Problem(409, message).withData(TaskJson.of(task));
    }

    /** The task whose stop the system still sees to by itself. */
    Problem stopUnderWay(TaskView view) {
        Task task = view.task();
        String message = "Stop of task %s cannot be resolved: it is still under way".formatted(task.id());
        return new Problem(409, message).withData(TaskJson.of(task));
    }

    /** The task that nobody has stopped. */
    Problem nothingToStop(TaskView view) {
        Task task = view.task();
        String message = "Stop of task %s cannot be resolved: the task has not ended (status: %s)"
                .formatted(task.id(), task.status().label());
        return new Problem(409, message).withData(TaskJson.of(task));
    }

    private static Map<String, String> headersOf(TaskView view) {
        Map<String, String> headers = new LinkedHashMap<>();
        String version = Long.toString(view.task().revision().version());
        Stop.State stop = view.stop();
        if (stop == null) {
            headers.put(Headers.ETAG, '"' + version + '"');
            return headers;
        }
        String state = label(stop);
        headers.put(Headers.ETAG, '"' + version + '-' + state + '"');
        headers.put(Headers.TASK_STOP, state);
        if (stop == Stop.State.REQUESTED) {
            headers.put(Headers.RETRY_AFTER, "1");
        }
        return headers;
    }

    static String label(Stop.State stop) {
        return switch (stop) {
            case REQUESTED -> "requested";
            case CONFIRMED -> "confirmed";
            case NEEDS_ATTENTION -> "needs-attention";
        };
    }

    private String locationOf(Task task, Visit visit) {
        String org =
                URLEncoder.encode(visit.orgInPath(), StandardCharsets.UTF_8).replace("+", "%20");
        return "/v2/org/%s/%s/task/%s?siteId=%s"
                .formatted(org, apiName, task.id(), task.request().site());
    }
}
