package io.nicotask.bootstrap.faults;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.workflow.TemporalEngine;
import io.nicotask.application.NicoTasks;
import io.nicotask.application.contract.DueWork;
import io.nicotask.application.internal.work.Dispatchers;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.application.task.SubmitTask.Result.Submitted;
import io.nicotask.bootstrap.DecoratedStorage;
import io.nicotask.bootstrap.LibraryHarness;
import io.nicotask.bootstrap.PortOverride;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The library in a service without background services: each step runs when the test calls it. */
final class ManualLibrary implements AutoCloseable {

    private static final Caller OPERATOR = new Caller(
            new Subject("operator"), Caller.Profile.EMPTY, Map.of(DemoOrg.NAME, Set.of(new Role("PROVIDER_ADMIN"))));
    private static final RequestOrigin ORIGIN = new RequestOrigin("halting", "");

    private final PersistenceModule persistence;
    private final TemporalEngine workflow;
    private final Ports ports;
    private final WorkflowEngine engine;

    /**
     * Wires the library.
     *
     * @param portsChange decorates the ports
     * @param engineChange decorates the engine
     */
    ManualLibrary(
            PersistenceModule.Settings database,
            String temporalTarget,
            String queue,
            UnaryOperator<Ports> portsChange,
            UnaryOperator<WorkflowEngine> engineChange) {
        this.persistence = PersistenceModule.open(database);
        this.workflow = LibraryHarness.temporal(temporalTarget, queue);
        this.ports = portsChange.apply(LibraryHarness.ports(persistence));
        this.engine = engineChange.apply(workflow);
    }

    /** Configures the demo org only. */
    void configure() {
        LibraryHarness.configure(persistence);
    }

    /** Submits a task on a new rack. */
    TaskId submit() {
        SubmitTask submitTask = SubmitTask.using(ports, OperationRules.standard(), () -> new TaskId(UUID.randomUUID()));
        TaskRequest request = new TaskRequest(
                DemoOrg.SITE,
                new RackId(UUID.randomUUID()),
                Operation.POWER_ON,
                ComponentSelection.WHOLE_RACK,
                "halting",
                null);
        var command = new SubmitTask.Command(
                new RequestContext(OPERATOR, DemoOrg.NAME, ORIGIN), request, new ConflictStrategy.Reject(), null);
        return ((Submitted) submitTask.submit(command)).view().task().id();
    }

    CancelTask.Result cancel(TaskId task) {
        return CancelTask.using(ports)
                .cancel(new CancelTask.Command(
                        new RequestContext(OPERATOR, DemoOrg.NAME, ORIGIN), DemoOrg.SITE, task, null));
    }

    /** Starts and stops the task's workflow, as a server does right after a decision. */
    void deliver(TaskId task) {
        TaskScope scope = ports.access().forSystem(DemoOrg.SITE).orElseThrow();
        TaskView view = ports.tasks().find(scope, task).orElseThrow();
        Dispatchers.deliver(Dispatchers.relay(portsFor(task), engine), view.task());
    }

    /** The work of other tasks is left to their own processes. */
    private Ports portsFor(TaskId task) {
        WorkQueue queue = PortOverride.method(
                WorkQueue.class, ports.queue(), "claimDue", (slots, claim) -> DueWork.of(ports.queue(), task));
        return PortOverride.with(ports, ports.storage(), queue);
    }

    /** Starts the background services. */
    NicoTasks start() {
        NicoTasks tasks = NicoTasks.builder()
                .storage(new DecoratedStorage(persistence, plain -> ports))
                .engine(engine)
                .access(ports.access())
                .build();
        tasks.start();
        return tasks;
    }

    @Override
    public void close() {
        workflow.close();
        persistence.close();
    }
}
