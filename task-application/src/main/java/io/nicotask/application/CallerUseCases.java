package io.nicotask.application;

import io.nicotask.application.site.GetSite;
import io.nicotask.application.site.ListSites;
import io.nicotask.application.stop.ListStops;
import io.nicotask.application.stop.ResolveStop;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.GetTask;
import io.nicotask.application.task.GetTaskHistory;
import io.nicotask.application.task.ListTasks;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.user.AuthorizeProvider;
import io.nicotask.application.user.GetCurrentUser;

/**
 * The use cases for callers, of {@link NicoTasks#callerUseCases}. Many threads call them at the same time.
 *
 * @param authorizeProvider runs before the rest of each request of a provider admin is parsed
 * @param submitTask submits a task
 * @param cancelTask cancels a task
 * @param getTask returns a task
 * @param getTaskHistory returns the changes of a task's state
 * @param listTasks lists the tasks of a site, a rack or a tray
 * @param listStops lists the stops that are not confirmed
 * @param resolveStop records an operator's statement that a stop needs no more attention
 * @param listSites lists the sites of the org's provider
 * @param getSite returns a site
 * @param getCurrentUser returns the caller's own user record
 */
public record CallerUseCases(
        AuthorizeProvider authorizeProvider,
        SubmitTask submitTask,
        CancelTask cancelTask,
        GetTask getTask,
        GetTaskHistory getTaskHistory,
        ListTasks listTasks,
        ListStops listStops,
        ResolveStop resolveStop,
        ListSites listSites,
        GetSite getSite,
        GetCurrentUser getCurrentUser) {

    /** Returns the same use cases with another submit, such as one that joins a transaction of the host. */
    public CallerUseCases withSubmitTask(SubmitTask other) {
        return new CallerUseCases(
                authorizeProvider,
                other,
                cancelTask,
                getTask,
                getTaskHistory,
                listTasks,
                listStops,
                resolveStop,
                listSites,
                getSite,
                getCurrentUser);
    }

    /** Returns the same use cases with another cancel, such as one that joins a transaction of the host. */
    public CallerUseCases withCancelTask(CancelTask other) {
        return new CallerUseCases(
                authorizeProvider,
                submitTask,
                other,
                getTask,
                getTaskHistory,
                listTasks,
                listStops,
                resolveStop,
                listSites,
                getSite,
                getCurrentUser);
    }
}
