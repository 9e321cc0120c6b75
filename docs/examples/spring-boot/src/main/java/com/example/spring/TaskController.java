package com.example.spring;

import io.nicotask.application.NicoTasks;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.GetTask;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy.Reject;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class TaskController {

    /** What the service shows of a task. */
    record Shown(UUID id, String status) {}

    private final NicoTasks tasks;
    private final Withdrawals withdrawals;

    TaskController(NicoTasks tasks, Withdrawals withdrawals) {
        this.tasks = tasks;
        this.withdrawals = withdrawals;
    }

    @PostMapping("/racks/{rack}/power-on")
    ResponseEntity<Shown> powerOn(@PathVariable UUID rack) {
        TaskRequest work = new TaskRequest(
                TasksConfiguration.SITE,
                new RackId(rack),
                Operation.POWER_ON,
                ComponentSelection.WHOLE_RACK,
                "Power on",
                null);
        return switch (tasks.submitTask().submit(new SubmitTask.Command(context(), work, new Reject(), null))) {
            case SubmitTask.Result.Submitted(var view) -> shown(view.task());
            case SubmitTask.Result.Conflict busy -> status(HttpStatus.CONFLICT);
            case SubmitTask.Result.QueueFull full -> status(HttpStatus.CONFLICT);
            case SubmitTask.Result.KeyReused reused -> status(HttpStatus.CONFLICT);
            case SubmitTask.Result.UnknownRule unknown -> status(HttpStatus.BAD_REQUEST);
            case SubmitTask.Result.RetiredSite retired -> status(HttpStatus.GONE);
            case SubmitTask.Result.Denied denied -> status(HttpStatus.FORBIDDEN);
        };
    }

    @PostMapping("/tasks/{task}/withdrawal")
    ResponseEntity<Shown> withdraw(@PathVariable UUID task, @RequestParam String reason) {
        CancelTask.Command command = new CancelTask.Command(context(), TasksConfiguration.SITE, new TaskId(task), null);
        return switch (withdrawals.withdraw(command, reason)) {
            case CancelTask.Result.Cancelled(var view) -> shown(view.task());
            case CancelTask.Result.AlreadyTerminated(var view) -> shown(view.task());
            case CancelTask.Result.NotCancellable ended -> status(HttpStatus.CONFLICT);
            case CancelTask.Result.NotFound() -> status(HttpStatus.NOT_FOUND);
            case CancelTask.Result.Denied denied -> status(HttpStatus.FORBIDDEN);
        };
    }

    @GetMapping("/tasks/{task}")
    ResponseEntity<Shown> get(@PathVariable UUID task) {
        return switch (tasks.getTask().get(new GetTask.Command(context(), TasksConfiguration.SITE, new TaskId(task)))) {
            case GetTask.Result.Found(var view) -> shown(view.task());
            case GetTask.Result.NotFound() -> status(HttpStatus.NOT_FOUND);
            case GetTask.Result.Denied denied -> status(HttpStatus.FORBIDDEN);
        };
    }

    /** Of a real service: the caller whom Spring Security has authenticated, and the id of the request. */
    private static RequestContext context() {
        return RequestContext.ofTrusted(new Subject("jane"), TasksConfiguration.ORG, UUID.randomUUID().toString());
    }

    private static ResponseEntity<Shown> shown(Task task) {
        return ResponseEntity.ok(new Shown(task.id().value(), task.status().label()));
    }

    private static ResponseEntity<Shown> status(HttpStatus status) {
        return ResponseEntity.status(status).build();
    }
}
