package io.nicotask.adapter.workflow;

import static org.awaitility.Awaitility.await;

import io.nicotask.adapter.workflow.WorkflowModule.Endpoint;
import io.nicotask.adapter.workflow.WorkflowModule.Settings;
import io.nicotask.adapter.workflow.WorkflowModule.Work;
import io.nicotask.application.memory.InMemoryStore;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.port.Cause;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.WorkflowEngine.StartAnswer;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.application.report.BeginTask;
import io.nicotask.application.report.FinishTask;
import io.nicotask.application.report.PerformStage;
import io.nicotask.application.report.StandardOperationRules;
import io.nicotask.domain.access.ProviderId;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.Cancellation.Cancelled;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A site with its store, its hardware and the real use cases, on a queue of its own. */
final class TestSite {

    private static final Cause TEST = Cause.of(Actor.system("test"));

    final SiteId site = new SiteId(UUID.randomUUID());
    final ScriptedHardware hardware = new ScriptedHardware();

    private final TaskScope scope = new TaskScope(new ProviderId(UUID.randomUUID()), site);
    private final String queue = "queue-" + UUID.randomUUID();
    private final Ports ports;

    TestSite() {
        InMemoryStore store = new InMemoryStore(InstantSource.system());
        store.put(new Site(site, scope.provider(), true, true));
        this.ports = store.ports();
    }

    WorkflowModule moduleAt(String target) {
        Endpoint endpoint = new Endpoint(target, TestTemporal.NAMESPACE, queue, true);
        return new WorkflowModule(new Settings(Map.of(site, endpoint)), UUID::randomUUID);
    }

    /** A module whose worker runs the real use cases. */
    WorkflowModule workingAt(String target) {
        return workingAt(target, work());
    }

    WorkflowModule workingAt(String target, Work work) {
        WorkflowModule module = moduleAt(target);
        module.startWorkers(List.of(site), work);
        return module;
    }

    Work work() {
        return new Work(
                BeginTask.using(ports, new StandardOperationRules(), hardware),
                PerformStage.using(ports, hardware),
                FinishTask.using(ports));
    }

    Task aPendingTask() {
        TaskRequest request =
                new TaskRequest(site, new RackId(UUID.randomUUID()), Operation.POWER_ON, "worker test", null);
        Task task = Task.submitted(
                new TaskId(UUID.randomUUID()), request, InstantSource.system().instant());
        ports.tasks().add(scope, task, TEST);
        return task;
    }

    /** Starts the workflow, patiently: a call is cut short when the machine is busy. */
    void start(WorkflowModule module, Task task) {
        await().atMost(Duration.ofSeconds(30))
                .ignoreException(WorkflowEngineUnavailable.class)
                .until(() -> switch (module.engine().start(task)) {
                    case StartAnswer.Started started -> true;
                    case StartAnswer.AlreadyStarted already -> true;
                    case StartAnswer.Refused refused -> false;
                });
    }

    /** Cancels the task in the store alone; the workflow is not told. */
    void cancel(Task task) {
        Task before = taskNow(task);
        Cancelled cancelled = (Cancelled)
                before.cancel(Actor.system("test"), null, InstantSource.system().instant());
        ports.tasks().update(scope, new TaskChange(before, cancelled.task(), TEST));
    }

    Task taskNow(Task task) {
        return ports.tasks().find(scope, task.id()).orElseThrow();
    }
}
