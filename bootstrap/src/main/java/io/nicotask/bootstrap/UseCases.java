package io.nicotask.bootstrap;

import io.nicotask.adapter.http.HttpModule;
import io.nicotask.adapter.http.HttpModule.StopUseCases;
import io.nicotask.adapter.http.HttpModule.TaskUseCases;
import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.application.access.EnterProvider;
import io.nicotask.application.access.GetCurrentUser;
import io.nicotask.application.cancel.CancelTask;
import io.nicotask.application.get.GetTask;
import io.nicotask.application.history.GetTaskHistory;
import io.nicotask.application.list.ListTasks;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.stop.ListStops;
import io.nicotask.application.stop.ResolveStop;
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

    static UseCases over(
            Ports ports,
            PersistenceModule persistence,
            OperationRules rules,
            Validator validator,
            PromptDelivery delivery) {
        SubmitTask submitTask = delivery.afterSubmit(SubmitTask.using(
                ports, persistence.submitKeys(), rules, () -> new TaskId(UUID.randomUUID()), validator));
        HttpModule.UseCases http = new HttpModule.UseCases(
                EnterProvider.using(ports.access(), ports.audit(), ports.clock()),
                new TaskUseCases(
                        submitTask,
                        delivery.afterCancel(CancelTask.using(ports, validator)),
                        GetTask.using(ports, validator),
                        GetTaskHistory.using(ports, validator),
                        ListTasks.using(ports, persistence.listing(), validator)),
                new StopUseCases(
                        ListStops.using(ports, persistence.stops(), persistence.watch(), validator),
                        ResolveStop.using(ports, validator)),
                GetCurrentUser.using(persistence.users(), ports.audit(), ports.clock()));
        return new UseCases(http, submitTask);
    }
}
