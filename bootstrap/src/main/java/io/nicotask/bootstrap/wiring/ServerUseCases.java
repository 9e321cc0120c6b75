package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.http.HttpModule;
import io.nicotask.adapter.http.HttpModule.SiteUseCases;
import io.nicotask.adapter.http.HttpModule.StopUseCases;
import io.nicotask.adapter.http.HttpModule.TaskUseCases;
import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.application.BackgroundServices;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.site.GetSite;
import io.nicotask.application.site.ListSites;
import io.nicotask.application.stop.ListStops;
import io.nicotask.application.stop.ResolveStop;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.CancelTaskResult;
import io.nicotask.application.task.GetTask;
import io.nicotask.application.task.GetTaskHistory;
import io.nicotask.application.task.ListTasks;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTaskResult;
import io.nicotask.application.user.AuthorizeProvider;
import io.nicotask.application.user.GetCurrentUser;
import io.nicotask.domain.value.TaskId;
import java.util.UUID;

/**
 * The use cases of a server.
 *
 * @param http those that HTTP exposes
 * @param submitTask the submit, which the demo tasks use as well
 */
public record ServerUseCases(HttpModule.UseCases http, SubmitTask submitTask) {

    static ServerUseCases over(
            Ports ports, PersistenceModule persistence, OperationRules rules, BackgroundServices services) {
        SubmitTask submitTask =
                startingAtOnce(SubmitTask.using(ports, rules, () -> new TaskId(UUID.randomUUID())), services);
        HttpModule.UseCases http = new HttpModule.UseCases(
                AuthorizeProvider.using(ports.access(), ports.audit(), ports.clock()),
                new TaskUseCases(
                        submitTask,
                        stoppingAtOnce(CancelTask.using(ports), services),
                        GetTask.using(ports),
                        GetTaskHistory.using(ports),
                        ListTasks.using(ports)),
                new StopUseCases(ListStops.using(ports, services::engineStatus), ResolveStop.using(ports)),
                new SiteUseCases(
                        ListSites.using(ports, persistence.sites()), GetSite.using(ports, persistence.sites())),
                GetCurrentUser.using(persistence.users(), ports.audit(), ports.clock()));
        return new ServerUseCases(http, submitTask);
    }

    /** The workflow is started right after the commit; the response does not wait for it. */
    private static SubmitTask startingAtOnce(SubmitTask submitTask, BackgroundServices services) {
        return command -> {
            SubmitTaskResult result = submitTask.submit(command);
            if (result instanceof SubmitTaskResult.Submitted submitted) {
                services.start(submitted.view());
            }
            return result;
        };
    }

    /** The workflow is terminated right after the commit; the response does not wait for the engine's reply. */
    static CancelTask stoppingAtOnce(CancelTask cancelTask, BackgroundServices services) {
        return command -> {
            CancelTaskResult result = cancelTask.cancel(command);
            if (result instanceof CancelTaskResult.Cancelled cancelled) {
                services.stop(cancelled.view());
            }
            return result;
        };
    }
}
