package io.nicotask.application.internal;

import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.domain.task.TaskFixtures.RACK;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.internal.work.Dispatchers;
import io.nicotask.application.internal.work.WorkDispatcher;
import io.nicotask.application.memory.InMemoryWorkflowEngine;
import io.nicotask.application.memory.SequentialTaskIds;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.application.worker.FinishTask.WorkResult;
import io.nicotask.application.worker.WorkflowRunRef;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** One rack of a site with everything that moves tasks on it: what a whole server does, step by step. */
final class RackFixture {

    static final int TIMEOUT_SECONDS = 600;

    final SiteFixture site = new SiteFixture();
    final InMemoryWorkflowEngine engine = new InMemoryWorkflowEngine().withSite(SITE, "default", false);

    private final WorkDispatcher relay = Dispatchers.relay(site.ports, engine);

    private final SubmitTask submitTask =
            SubmitTask.using(site.ports, OperationRules.standard(), new SequentialTaskIds());

    /** Delivers the start and the stop of the task's workflow to the engine. */
    void deliver(Task task) {
        Dispatchers.deliver(relay, site.reload(task));
    }

    /** The compute trays with these numbers; the whole rack if there are none. */
    static ComponentSelection trays(int... numbers) {
        return numbers.length == 0
                ? ComponentSelection.WHOLE_RACK
                : new ComponentSelection(Map.of(
                        ComponentType.COMPUTE,
                        Arrays.stream(numbers)
                                .mapToObj(number -> new ComponentId(new UUID(9, number)))
                                .collect(Collectors.toSet())));
    }

    /** Submits a task that waits if it conflicts. */
    Task submit(int... trays) {
        TaskRequest request = new TaskRequest(SITE, RACK, Operation.POWER_ON, trays(trays), "", null);
        SubmitTask.Result result = submitTask.submit(new SubmitTask.Command(
                new RequestContext(CALLER, ORG, ORIGIN), request, new ConflictStrategy.Queue(TIMEOUT_SECONDS), null));
        return ((SubmitTask.Result.Submitted) result).view().task();
    }

    /** As {@link #submit}; the task's workflow has also passed the gate. */
    Task running(int... trays) {
        Task task = submit(trays);
        deliver(task);
        BeginTask.Result begun = BeginTask.ofExternalWorkflows(site.ports).begin(attempt(task));
        assertThat(begun).isInstanceOf(BeginTask.Result.Passed.class);
        return task;
    }

    void finish(Task task) {
        assertThat(finish(site.ports, task, new WorkResult.Success())).isEqualTo(new FinishTask.Result.Finished());
    }

    FinishTask.Result finish(Ports ports, Task task, WorkResult workResult) {
        return FinishTask.using(ports).finish(attempt(task), workResult);
    }

    CancelTask.Result cancel(Task task) {
        return CancelTask.using(site.ports)
                .cancel(new CancelTask.Command(new RequestContext(CALLER, ORG, ORIGIN), SITE, task.id(), null));
    }

    void assertCancels(Task task) {
        assertThat(cancel(task)).isInstanceOf(CancelTask.Result.Cancelled.class);
    }

    void reconcile() {
        Dispatchers.runDue(Dispatchers.upkeep(site.ports, engine));
    }

    List<TaskStatus> statusOf(Task... tasks) {
        return Arrays.stream(tasks).map(task -> reload(task).status()).toList();
    }

    Task reload(Task task) {
        return site.snapshotOf(task).task().orElseThrow();
    }

    private static WorkflowRunRef attempt(Task task) {
        return new WorkflowRunRef(SITE, task.id(), RUN);
    }
}
