package io.nicotask.application.rack;

import static io.nicotask.application.TestSite.CALLER;
import static io.nicotask.application.TestSite.ORG;
import static io.nicotask.application.TestSite.ORIGIN;
import static io.nicotask.application.TestSite.SITE;
import static io.nicotask.application.TestSite.VALIDATOR;
import static io.nicotask.domain.task.TaskFixtures.RACK;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.TestSite;
import io.nicotask.application.cancel.CancelTask;
import io.nicotask.application.cancel.CancelTaskCommand;
import io.nicotask.application.cancel.CancelTaskResult;
import io.nicotask.application.memory.InMemoryTaskIds;
import io.nicotask.application.memory.InMemoryWorkflowEngine;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.relay.RackSweep;
import io.nicotask.application.relay.Relay;
import io.nicotask.application.report.Attempt;
import io.nicotask.application.report.BeginForeignTask;
import io.nicotask.application.report.BeginTaskResult;
import io.nicotask.application.report.FinishTask;
import io.nicotask.application.report.FinishTask.Ending;
import io.nicotask.application.report.FinishTaskResult;
import io.nicotask.application.report.StandardOperationRules;
import io.nicotask.application.submit.SubmitTask;
import io.nicotask.application.submit.SubmitTaskCommand;
import io.nicotask.application.submit.SubmitTaskCommand.IfBusy;
import io.nicotask.application.submit.SubmitTaskCommand.Work;
import io.nicotask.application.submit.SubmitTaskResult;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

/** One rack of a site with everything that moves tasks on it: what a whole server does, step by step. */
final class Yard {

    static final int TIMEOUT_SECONDS = 600;

    final TestSite site = new TestSite();
    final InMemoryWorkflowEngine engine = new InMemoryWorkflowEngine().withSite(SITE, "default", false);
    final Relay relay = new Relay(site.ports, engine, new Random(1));

    private final SubmitTask submitTask = SubmitTask.using(
            site.ports, site.store.submitKeys(), new StandardOperationRules(), new InMemoryTaskIds(), VALIDATOR);

    /** The compute trays of these numbers; the whole rack for none. */
    static Components trays(int... numbers) {
        return numbers.length == 0
                ? Components.WHOLE_RACK
                : new Components(Map.of(
                        ComponentType.COMPUTE,
                        Arrays.stream(numbers)
                                .mapToObj(number -> new ComponentId(new UUID(9, number)))
                                .collect(Collectors.toSet())));
    }

    /** A task that waits for its turn if it must. */
    Task submit(int... trays) {
        Work work = new Work(SITE, RACK, Operation.POWER_ON, trays(trays), "", null);
        SubmitTaskResult result = submitTask.submit(
                new SubmitTaskCommand(CALLER, ORG, work, new IfBusy.Queue(TIMEOUT_SECONDS), null, ORIGIN));
        return ((SubmitTaskResult.Submitted) result).view().task();
    }

    /** As {@link #submit}, for a task that has begun in its workflow. */
    Task running(int... trays) {
        Task task = submit(trays);
        relay.deliver(task.id());
        BeginTaskResult begun = BeginForeignTask.using(site.ports).begin(attempt(task));
        assertThat(begun).isInstanceOf(BeginTaskResult.Passed.class);
        return task;
    }

    void finish(Task task) {
        assertThat(finish(site.ports, task, new Ending.Success())).isEqualTo(new FinishTaskResult.Finished());
    }

    FinishTaskResult finish(Ports ports, Task task, Ending ending) {
        return FinishTask.using(ports).finish(attempt(task), ending);
    }

    CancelTaskResult cancel(Task task) {
        return CancelTask.using(site.ports, VALIDATOR)
                .cancel(new CancelTaskCommand(CALLER, ORG, SITE, task.id(), null, ORIGIN));
    }

    void cancelled(Task task) {
        assertThat(cancel(task)).isInstanceOf(CancelTaskResult.Cancelled.class);
    }

    /** An attempt of the task that acts. */
    Lease leased(Task task) {
        return site.ports.transactions().inTransaction(() -> {
            Task locked = site.ports.tasks().lock(site.scopeOf(task), task.id()).orElseThrow();
            return site.ports.leases().take(site.scopeOf(task), locked.id(), "stage-1");
        });
    }

    void sweep() {
        new RackSweep(site.ports).claimDue(10).forEach(Runnable::run);
    }

    List<TaskStatus> statusOf(Task... tasks) {
        return Arrays.stream(tasks).map(task -> now(task).status()).toList();
    }

    Task now(Task task) {
        return site.see(task).task().orElseThrow();
    }

    private static Attempt attempt(Task task) {
        return new Attempt(SITE, task.id(), RUN);
    }
}
