package io.nicotask.bootstrap;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.adapter.workflow.TemporalEngine;
import io.nicotask.application.NicoTasks;
import io.nicotask.application.port.MonotonicClock;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.RackOperationUseCases;
import io.nicotask.application.worker.WorkflowRunRef;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.embedded.EmbeddedServices;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The library in a service without HTTP: PostgreSQL, Temporal, and hardware that records its calls. */
public final class LibraryHarness implements AutoCloseable {

    static final MonotonicClock CLOCK = () -> Duration.ofNanos(System.nanoTime());
    static final OperationRules RULES = new FastOperationRules();

    private static final Caller OPERATOR = new Caller(
            new Subject("operator"), Caller.Profile.EMPTY, Map.of(DemoOrg.NAME, Set.of(new Role("PROVIDER_ADMIN"))));
    private static final RequestOrigin ORIGIN = new RequestOrigin("test", "");

    private final EmbeddedServices parts =
            EmbeddedServices.start(new EmbeddedServices.Selection(false, !TemporalUnderTest.isReal(), false), null);
    private final PersistenceModule.Settings database = TestDatabases.create();
    private final String queue = TemporalUnderTest.newTaskQueue();
    private final PersistenceModule persistence = PersistenceModule.open(database);
    private final TemporalInspector inspector = new TemporalInspector(temporalTarget(), queue);
    private final DatabaseRows rows = new DatabaseRows(database);
    private final String target;
    private TemporalEngine workflow;
    private final Change change;
    private NicoTasks tasks;

    /** Starts it as in production, without a worker. */
    LibraryHarness() {
        this(Change.NONE);
    }

    /** Starts it with a change to production, without a worker. */
    LibraryHarness(Change change) {
        this.target = change.proxy().apply(temporalTarget());
        this.workflow = temporal(target, queue);
        this.change = change;
        configure(persistence);
        change.schema().forEach(rows::execute);
        this.tasks = startTasks();
    }

    private NicoTasks startTasks() {
        NicoTasks started = NicoTasks.builder()
                .storage(new DecoratedStorage(persistence, change.ports()))
                .engine(change.engine().apply(workflow))
                .access(ProviderAdminPolicy::new)
                .rules(RULES)
                .build();
        started.start();
        return started;
    }

    /** Returns the engine of the only site, on this Temporal and task queue. */
    public static TemporalEngine temporal(String target, String queue) {
        return TemporalEngine.at(target).site(DemoOrg.SITE, queue).build();
    }

    /** Configures the demo org only. */
    public static void configure(PersistenceModule persistence) {
        ProviderId provider = new ProviderId(DemoOrg.configuration().getFirst().provider());
        persistence.upsertOrganizations(
                List.of(new Organization(DemoOrg.NAME, provider, List.of(new OrganizationSite(DemoOrg.SITE, true)))));
    }

    /** Returns the ports of a server's use cases. */
    public static Ports ports(PersistenceModule persistence) {
        return persistence.ports(
                new ProviderAdminPolicy(persistence.sites()), RackConflicts.SHARED_COMPONENTS, Clock.systemUTC());
    }

    static RackOperationUseCases operations(Ports ports, RackHardware hardware) {
        return RackOperationUseCases.using(ports, RULES, hardware, CLOCK, UUID::randomUUID);
    }

    /** Restarts the services with another namespace in the configuration. */
    void restartWithNamespace(String namespace) {
        tasks.close();
        workflow.close();
        workflow = TemporalEngine.at(target)
                .namespace(namespace)
                .site(DemoOrg.SITE, queue)
                .build();
        tasks = startTasks();
    }

    /** Returns the task queue of its workers. */
    String queue() {
        return queue;
    }

    /** Starts a worker in this process. */
    void startWorker(RackHardware hardware) {
        workflow.startWorkers(List.of(DemoOrg.SITE), operations(ports(), hardware));
    }

    /** Starts a worker in a separate process. */
    RackWorker startWorkerProcess(RemoteHardwareServer hardwareServer) {
        return RackWorker.start(database, temporalTarget(), queue, hardwareServer.port());
    }

    /** Lets a run of the task pass the production start gate, like a worker that is gone right after. */
    void begin(TaskId task, RackHardware hardware) {
        WorkflowRunRef workflowRun =
                new WorkflowRunRef(DemoOrg.SITE, task, new WorkflowRunId("of a worker that is gone"));
        BeginTask.Result result =
                operations(ports(persistence), hardware).begin().begin(workflowRun);
        if (!(result instanceof BeginTask.Result.Passed)) {
            throw new IllegalStateException(result.toString());
        }
    }

    SubmitTask.Result submit(
            RackId rack, Operation operation, ComponentSelection components, ConflictStrategy conflictStrategy) {
        TaskRequest request = new TaskRequest(DemoOrg.SITE, rack, operation, components, "test", null);
        return tasks.submitTask()
                .submit(new SubmitTask.Command(
                        new RequestContext(OPERATOR, DemoOrg.NAME, ORIGIN), request, conflictStrategy, null));
    }

    /** Submits a task for the whole rack, which waits if necessary. */
    TaskId submit(RackId rack, Operation operation) {
        SubmitTask.Result result = submit(
                rack,
                operation,
                ComponentSelection.WHOLE_RACK,
                new ConflictStrategy.Queue(ConflictStrategy.Queue.MAX_TIMEOUT_SECONDS));
        return ((SubmitTask.Result.Submitted) result).view().task().id();
    }

    CancelTask.Result cancel(TaskId task) {
        return tasks.cancelTask().cancel(cancelCommand(task));
    }

    /** Cancels the task like a process that is gone right after the commit. */
    CancelTask.Result cancelAndLeave(TaskId task) {
        return CancelTask.using(ports()).cancel(cancelCommand(task));
    }

    static CancelTask.Command cancelCommand(TaskId task) {
        return new CancelTask.Command(new RequestContext(OPERATOR, DemoOrg.NAME, ORIGIN), DemoOrg.SITE, task, null);
    }

    /** Returns the state of a cancelled task's stop. */
    StopStatus stopOf(TaskId task) {
        return Objects.requireNonNull(view(task).stop());
    }

    Task task(TaskId id) {
        return view(id).task();
    }

    private TaskView view(TaskId id) {
        return ports().tasks().find(scope(), id).orElseThrow();
    }

    TaskScope scope() {
        return ports().access().forSystem(DemoOrg.SITE).orElseThrow();
    }

    Ports ports() {
        return tasks.ports();
    }

    DatabaseRows rows() {
        return rows;
    }

    TemporalInspector inspector() {
        return inspector;
    }

    private String temporalTarget() {
        String given = TemporalUnderTest.target();
        return given == null ? Objects.requireNonNull(parts.temporal()).target() : given;
    }

    @Override
    public void close() {
        tasks.close();
        workflow.close();
        inspector.close();
        rows.close();
        persistence.close();
        parts.close();
    }

    /**
     * The differences from production.
     *
     * @param ports decorates the ports of use cases, background services and the worker in this process
     * @param engine decorates the engine of the background services
     * @param proxy maps Temporal's address to the address for clients, such as a proxy's
     * @param schema statements that change the database
     */
    record Change(
            UnaryOperator<Ports> ports,
            UnaryOperator<WorkflowEngine> engine,
            UnaryOperator<String> proxy,
            List<String> schema) {

        /** No difference. */
        static final Change NONE =
                new Change(UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity(), List.of());

        Change withPorts(UnaryOperator<Ports> other) {
            return new Change(other, engine, proxy, schema);
        }

        /** Decorates the engine once more. */
        Change withEngine(UnaryOperator<WorkflowEngine> other) {
            return new Change(ports, real -> other.apply(engine.apply(real)), proxy, schema);
        }

        Change withProxy(UnaryOperator<String> other) {
            return new Change(ports, engine, other, schema);
        }

        Change withSchema(String statement) {
            return new Change(ports, engine, proxy, List.of(statement));
        }
    }
}
