package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.http.HttpModule.SiteUseCases;
import io.nicotask.adapter.http.HttpModule.StopUseCases;
import io.nicotask.adapter.http.HttpModule.TaskUseCases;
import io.nicotask.adapter.http.HttpModule.UseCases;
import io.nicotask.application.NicoTasks;

/** The use cases that HTTP exposes. */
final class ServerUseCases {

    private ServerUseCases() {}

    static UseCases of(NicoTasks tasks) {
        return new UseCases(
                tasks.authorizeProvider(),
                new TaskUseCases(
                        tasks.submitTask(),
                        tasks.cancelTask(),
                        tasks.getTask(),
                        tasks.getTaskHistory(),
                        tasks.listTasks()),
                new StopUseCases(tasks.listStops(), tasks.resolveStop()),
                new SiteUseCases(tasks.listSites(), tasks.getSite()),
                tasks.getCurrentUser());
    }
}
