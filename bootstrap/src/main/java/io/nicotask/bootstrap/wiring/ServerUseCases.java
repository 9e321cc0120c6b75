package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.http.HttpModule;
import io.nicotask.adapter.http.HttpModule.StopUseCases;
import io.nicotask.adapter.http.HttpModule.TaskUseCases;
import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.stop.ListStops;
import io.nicotask.application.stop.ResolveStop;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.GetTask;
import io.nicotask.application.task.GetTaskHistory;
import io.nicotask.application.task.ListTasks;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.user.AuthorizeProvider;
import io.nicotask.application.user.GetCurrentUser;
import io.nicotask.domain.value.TaskId;
import jakarta.validation.Validator;
import java.util.UUID;

/**
 * The use cases of a server.
 *
 * @param http those that HTTP exposes
 * @param submitTask the submit, which the demo tasks use as well
 */
public record ServerUseCases(HttpModule.UseCases http, SubmitTask submitTask) {

    static ServerUseCases over(
            Ports ports,
            PersistenceModule persistence,
            OperationRules rules,
            Validator validator,
            ImmediateDelivery delivery) {
        SubmitTask submitTask =
                delivery.afterSubmit(SubmitTask.using(ports, rules, () -> new TaskId(UUID.randomUUID()), validator));
        HttpModule.UseCases http = new HttpModule.UseCases(
                AuthorizeProvider.using(ports.access(), ports.audit(), ports.clock()),
                new TaskUseCases(
                        submitTask,
                        delivery.afterCancel(CancelTask.using(ports, validator)),
                        GetTask.using(ports, validator),
                        GetTaskHistory.using(ports, validator),
                        ListTasks.using(ports, validator)),
                new StopUseCases(ListStops.using(ports, validator), ResolveStop.using(ports, validator)),
                GetCurrentUser.using(persistence.users(), ports.audit(), ports.clock()));
        return new ServerUseCases(http, submitTask);
    }
}
