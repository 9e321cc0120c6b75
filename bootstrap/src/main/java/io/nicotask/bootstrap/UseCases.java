package io.nicotask.bootstrap;

import io.nicotask.adapter.http.HttpModule;
import io.nicotask.application.access.EnterProvider;
import io.nicotask.application.access.GetCurrentUser;
import io.nicotask.application.cancel.CancelTask;
import io.nicotask.application.get.GetTask;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.UserDirectory;
import io.nicotask.application.submit.SubmitTask;
import io.nicotask.domain.task.TaskId;
import jakarta.validation.Validator;
import java.util.UUID;

/**
 * What callers may ask of the server.
 *
 * @param http what they may ask over HTTP
 * @param submitTask submitting a task
 */
record UseCases(HttpModule.UseCases http, SubmitTask submitTask) {

    static UseCases over(Ports ports, UserDirectory users, Validator validator, PromptDelivery delivery) {
        CancelTask cancelTask = delivery.afterCancel(CancelTask.using(ports, validator));
        HttpModule.UseCases http = new HttpModule.UseCases(
                EnterProvider.using(ports.access(), ports.audit(), ports.clock()),
                cancelTask,
                GetTask.using(ports, validator),
                GetCurrentUser.using(users, ports.audit(), ports.clock()));
        SubmitTask submitTask =
                delivery.afterSubmit(SubmitTask.using(ports, () -> new TaskId(UUID.randomUUID()), validator));
        return new UseCases(http, submitTask);
    }
}
