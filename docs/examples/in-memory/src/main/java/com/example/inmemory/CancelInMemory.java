package com.example.inmemory;

import io.nicotask.application.InMemoryStorage;
import io.nicotask.application.NicoTasks;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.CancelTask.Result.AlreadyTerminated;
import io.nicotask.application.task.CancelTask.Result.Cancelled;
import io.nicotask.application.task.CancelTask.Result.Denied;
import io.nicotask.application.task.CancelTask.Result.NotCancellable;
import io.nicotask.application.task.CancelTask.Result.NotFound;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy.Reject;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.application.task.SubmitTask.Result.Submitted;
import io.nicotask.application.user.TrustedCallersPolicy;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Clock;
import java.util.UUID;

/** Submits a task and cancels it, with everything in memory. */
final class CancelInMemory {

    private static final OrgName ORG = new OrgName("acme");
    private static final ProviderId PROVIDER = new ProviderId(UUID.fromString("00000000-0000-4000-8000-000000000001"));
    private static final SiteId SITE = new SiteId(UUID.fromString("00000000-0000-4000-8000-000000000002"));
    private static final RackId RACK = new RackId(UUID.fromString("00000000-0000-4000-8000-000000000003"));

    private CancelInMemory() {}

    static String run() {
        InMemoryStorage storage = new InMemoryStorage(Clock.systemUTC());
        storage.put(ORG, PROVIDER);
        storage.put(new Site(SITE, PROVIDER, true));
        try (NicoTasks tasks = NicoTasks.builder()
                .storage(storage).engine(WorkflowEngine.none()).access(TrustedCallersPolicy::new).build()) {
            RequestContext jane = RequestContext.ofTrusted(new Subject("jane"), ORG, "request-1");
            TaskRequest work = new TaskRequest(SITE, RACK, Operation.POWER_ON, ComponentSelection.WHOLE_RACK, "", null);
            Submitted submitted =
                    (Submitted) tasks.submitTask().submit(new SubmitTask.Command(jane, work, new Reject(), null));
            TaskId task = submitted.view().task().id();
            Reason reason = new Reason("wrong rack");
            return answer(tasks.cancelTask().cancel(new CancelTask.Command(jane, SITE, task, reason)));
        }
    }

    /** The compiler requires every case. */
    static String answer(CancelTask.Result result) {
        return switch (result) {
            case Cancelled(var view) -> view.task().id() + " is Terminated now";
            case AlreadyTerminated(var view) -> view.task().id() + " was Terminated before";
            case NotCancellable(var view) -> view.task().id() + " has ended: " + view.task().status();
            case NotFound() -> "the site has no such task";
            case Denied(var reason) -> "denied: " + reason;
        };
    }
}
