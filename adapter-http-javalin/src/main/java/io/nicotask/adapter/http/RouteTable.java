package io.nicotask.adapter.http;

import io.nicotask.application.CallerUseCases;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.TaskQueries.TaskList;
import java.util.List;

/** The paths of the Task API, each with its route. */
final class RouteTable {

    private final Routes routes;
    private final RouteSettings settings;
    private final JsonBody bodies;
    private final CallerUseCases useCases;
    private final TaskResponses responses;
    private final String prefix;
    private final Bulkhead others;

    RouteTable(Routes routes, RouteSettings settings, JsonBody bodies) {
        this.routes = routes;
        this.settings = settings;
        this.bodies = bodies;
        this.useCases = settings.useCases();
        this.responses = new TaskResponses(settings.api());
        this.prefix = "/v2/org/{org}/" + settings.api().name();
        this.others = Bulkhead.forOtherRequests(settings.capacity().others(), settings.bulkheadWait());
    }

    /** Registers all routes. */
    void register() {
        tasks();
        lists();
        stops();
        sites();
        routes.get(prefix + "/user/current", others, new CurrentUserRoute(useCases.getCurrentUser()));
        routes.getWithoutStorageForCallers(prefix + "/metadata", new MetadataRoute(settings.build()));
        health();
        description();
    }

    private void tasks() {
        Bulkhead cancels = Bulkhead.forCancels(settings.capacity().cancels(), settings.bulkheadWait());
        BulkheadBodyRoute submit = new SubmitTaskRoute(bodies, useCases.submitTask(), responses);
        BulkheadBodyRoute cancel = new CancelTaskRoute(bodies, useCases.cancelTask(), responses);
        BulkheadRoute get = new GetTaskRoute(useCases.getTask(), responses);
        BulkheadRoute history = new GetTaskHistoryRoute(useCases.getTaskHistory());
        routes.post(prefix + "/task", others, Action.SUBMIT_TASK, submit);
        for (String mount : List.of("/task/{id}", "/rack/task/{id}")) {
            routes.post(prefix + mount + "/cancel", cancels, Action.CANCEL_TASK, cancel);
            routes.get(prefix + mount, others, Action.GET_TASK, get);
        }
        routes.get(prefix + "/task/{id}/history", others, Action.GET_TASK_HISTORY, history);
    }

    /** Must run after the older mount of get-task is registered: /rack/task/task matches both, and the first wins. */
    private void lists() {
        BulkheadRoute ofSite = new ListTasksRoute(useCases.listTasks(), responses, context -> new TaskList.Site());
        BulkheadRoute ofRack = new ListTasksRoute(
                useCases.listTasks(), responses, context -> new TaskList.Rack(IdParser.rackInPath(context)));
        BulkheadRoute ofTray = new ListTasksRoute(
                useCases.listTasks(), responses, context -> new TaskList.Tray(IdParser.trayInPath(context)));
        routes.get(prefix + "/task", others, Action.LIST_TASKS, ofSite);
        routes.get(prefix + "/rack/{id}/task", others, Action.LIST_TASKS, ofRack);
        routes.get(prefix + "/tray/{id}/task", others, Action.LIST_TASKS, ofTray);
    }

    private void stops() {
        BulkheadBodyRoute resolve = new ResolveStopRoute(bodies, useCases.resolveStop(), responses);
        routes.get(prefix + "/stop", others, Action.LIST_STOPS, new ListStopsRoute(useCases.listStops()));
        routes.post(prefix + "/task/{id}/stop/resolve", others, Action.RESOLVE_STOP, resolve);
    }

    private void sites() {
        routes.get(prefix + "/site", others, Action.LIST_SITES, new ListSitesRoute(useCases.listSites()));
        routes.get(prefix + "/site/{id}", others, Action.GET_SITE, new GetSiteRoute(useCases.getSite()));
    }

    private void health() {
        HealthEndpoints health = new HealthEndpoints(settings.callers(), settings.readiness());
        routes.getWithoutStorageForEveryone("/healthz", context -> health.alive());
        routes.getWithoutStorageForEveryone("/readyz", context -> health.ready());
    }

    private void description() {
        OpenApiDocument openApi = new OpenApiDocument(settings);
        routes.getWithoutStorageForEveryone("/openapi.yaml", context -> openApi.yaml(context.contextPath()));
        routes.getWithoutStorageForEveryone("/openapi.json", context -> openApi.json(context.contextPath()));
        DocsPage docs = new DocsPage();
        routes.getWithoutStorageForEveryone("/docs", context -> docs.page());
    }
}
