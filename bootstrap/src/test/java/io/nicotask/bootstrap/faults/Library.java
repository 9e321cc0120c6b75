package io.nicotask.bootstrap.faults;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.workflow.WorkflowModule;
import io.nicotask.application.cancel.CancelTask;
import io.nicotask.application.cancel.CancelTaskCommand;
import io.nicotask.application.cancel.CancelTaskResult;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestOrigin;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.relay.Loops;
import io.nicotask.application.relay.Relay;
import io.nicotask.application.report.StandardOperationRules;
import io.nicotask.application.submit.SubmitTask;
import io.nicotask.application.submit.SubmitTaskCommand;
import io.nicotask.application.submit.SubmitTaskCommand.IfBusy;
import io.nicotask.application.submit.SubmitTaskCommand.Work;
import io.nicotask.application.submit.SubmitTaskResult.Submitted;
import io.nicotask.bootstrap.RackSystem;
import io.nicotask.bootstrap.RunningServer;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Role;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.TaskId;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The library in a service that does nothing by itself: each step is taken when it is asked for. */
final class Library implements AutoCloseable {

    private static final Caller OPERATOR = new Caller(
            new Subject("operator"), Caller.Profile.EMPTY, Map.of(DemoOrg.NAME, Set.of(new Role("PROVIDER_ADMIN"))));
    private static final RequestOrigin ORIGIN = new RequestOrigin("halting", "");

    private final PersistenceModule persistence;
    private final WorkflowModule workflow;
    private final Ports ports;
    private final WorkflowEngine engine;

    /**
     * Wires it.
     *
     * @param change what is to be other than in production
     * @param other the same of the engine
     */
    Library(
            PersistenceModule.Settings database,
            String temporalTarget,
            String queue,
            UnaryOperator<Ports> change,
            UnaryOperator<WorkflowEngine> other) {
        this.persistence = PersistenceModule.open(database);
        this.workflow = new WorkflowModule(RackSystem.workflowSettings(temporalTarget, queue), UUID::randomUUID);
        this.ports = change.apply(RackSystem.ports(persistence));
        this.engine = other.apply(workflow.engine());
    }

    /** Makes the demo org the only one. */
    void configure() {
        RackSystem.configure(persistence);
    }

    /** Submits a task on a rack of its own. */
    TaskId submit() {
        SubmitTask submitTask = SubmitTask.using(
                ports,
                persistence.submitKeys(),
                new StandardOperationRules(),
                () -> new TaskId(UUID.randomUUID()),
                RunningServer.validator());
        Work work = new Work(
                DemoOrg.SITE,
                new RackId(UUID.randomUUID()),
                Operation.POWER_ON,
                Components.WHOLE_RACK,
                "halting",
                null);
        var command = new SubmitTaskCommand(OPERATOR, DemoOrg.NAME, work, new IfBusy.Reject(), null, ORIGIN);
        return ((Submitted) submitTask.submit(command)).view().task().id();
    }

    CancelTaskResult cancel(TaskId task) {
        return CancelTask.using(ports, RunningServer.validator())
                .cancel(new CancelTaskCommand(OPERATOR, DemoOrg.NAME, DemoOrg.SITE, task, null, ORIGIN));
    }

    /** Tells the engine what is open for this task, as a server does right after a decision. */
    void deliver(TaskId task) {
        new Relay(ports, engine, new Random()).deliver(task);
    }

    /** From now on all goes on by itself. */
    Loops start() {
        return Loops.start(ports, persistence.watch(), engine, new Random());
    }

    @Override
    public void close() {
        workflow.close();
        persistence.close();
    }
}
