package io.nicotask.application.memory;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.nicotask.application.InMemoryStorage;
import io.nicotask.application.NicoTasks;
import io.nicotask.application.NicoTasksBuilder;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription.Open;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.GetTask;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.application.user.TrustedCallersPolicy;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.application.worker.FinishTask.WorkResult;
import io.nicotask.application.worker.WorkflowRunRef;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The tasks of a service under test, over a storage and an engine in memory, with one site. Time stands still but for
 * {@link #advance}, and background work is carried out by {@link #runUntilIdle} only, in the calling thread. Two runs of a
 * test are the same. Needs no close.
 *
 * <p>{@link #begin} and {@link #finish} are what the worker of an external workflow reports. Not safe for several threads.
 */
public final class TestTasks {

    /** The org of all requests. */
    public static final OrgName ORG = new OrgName("test-org");

    /** The Infrastructure Provider of {@link #ORG}. */
    public static final ProviderId PROVIDER = new ProviderId(new UUID(1, 1));

    /** The provider's site. */
    public static final SiteId SITE = new SiteId(new UUID(2, 1));

    /** How long a submitted task waits for its rack. */
    public static final Duration WAIT = Duration.ofHours(1);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final InMemoryStorage storage = new InMemoryStorage(clock);
    private final InMemoryWorkflowEngine engine = new InMemoryWorkflowEngine().withSite(SITE, "test", false);
    private final RequestContext context = RequestContext.ofTrusted(new Subject("test"), ORG, "test-request");
    private final NicoTasks tasks;

    /** Creates tasks with the defaults of {@link NicoTasks}, of trusted callers. */
    public TestTasks() {
        this(builder -> {});
    }

    /**
     * Creates tasks.
     *
     * @param settings sets what the service sets, such as its rules, after everything has been set for the test
     */
    public TestTasks(Consumer<NicoTasksBuilder> settings) {
        storage.put(ORG, PROVIDER);
        storage.put(new Site(SITE, PROVIDER, true));
        NicoTasksBuilder builder = NicoTasks.builder()
                .storage(storage)
                .engine(engine)
                .access(TrustedCallersPolicy::new)
                .clock(clock)
                .ids(new SequentialTaskIds())
                .random(new Random(1));
        settings.accept(builder);
        this.tasks = builder.build();
    }

    /** What the service under test uses. It is not started. */
    public NicoTasks tasks() {
        return tasks;
    }

    /** The storage, for further sites and for the audit trail. */
    public InMemoryStorage storage() {
        return storage;
    }

    /** The engine, which records what it was asked and can be made to fail. */
    public InMemoryWorkflowEngine engine() {
        return engine;
    }

    /** The clock of tasks and storage. */
    public SettableClock clock() {
        return clock;
    }

    /** The context of a request by a trusted caller of {@link #ORG}. */
    public RequestContext context() {
        return context;
    }

    /** Moves the time. What has become due is carried out by {@link #runUntilIdle}. */
    public void advance(Duration by) {
        clock.tick(by);
    }

    /**
     * Carries out the background work that is due, and what follows from it at once.
     *
     * @return the number of items that were carried out
     */
    @CanIgnoreReturnValue
    public int runUntilIdle() {
        return tasks.runDue();
    }

    /** Submits a task on a whole rack of {@link #SITE}; it waits up to {@link #WAIT} for its rack. Fails if it is refused. */
    public TaskId submit(RackId rack, Operation operation) {
        TaskRequest request = new TaskRequest(SITE, rack, operation, ComponentSelection.WHOLE_RACK, "", null);
        ConflictStrategy queue = new ConflictStrategy.Queue((int) WAIT.toSeconds());
        SubmitTask.Result result = tasks.submitTask().submit(new SubmitTask.Command(context, request, queue, null));
        if (result instanceof SubmitTask.Result.Submitted submitted) {
            return submitted.view().task().id();
        }
        throw new AssertionError("The task of caller "
                + context.caller().subject().value() + " in org " + ORG.value() + " was refused: " + result);
    }

    /** Cancels a task at {@link #SITE}. */
    @CanIgnoreReturnValue
    public CancelTask.Result cancel(TaskId task) {
        return tasks.cancelTask().cancel(new CancelTask.Command(context, SITE, task, null));
    }

    /** Returns a task at {@link #SITE}; fails if there is none. */
    public TaskView view(TaskId task) {
        GetTask.Result result = tasks.getTask().get(new GetTask.Command(context, SITE, task));
        if (result instanceof GetTask.Result.Found found) {
            return found.view();
        }
        throw new AssertionError("There is no such task: " + result);
    }

    /** Begins the work of a task at {@link #SITE} whose workflow is open, unless the start gate refuses it. */
    @CanIgnoreReturnValue
    public BeginTask.Result begin(TaskId task) {
        return tasks.externalWorkflows().begin().begin(runOf(task));
    }

    /** Reports the result of the work of a task at {@link #SITE}, and closes its open workflow. */
    @CanIgnoreReturnValue
    public FinishTask.Result finish(TaskId task, WorkResult result) {
        FinishTask.Result answer = tasks.externalWorkflows().finish().finish(runOf(task), result);
        engine.close(SITE, task, CloseStatus.COMPLETED);
        return answer;
    }

    private WorkflowRunRef runOf(TaskId task) {
        if (engine.describe(SITE, task) instanceof Open open) {
            return new WorkflowRunRef(SITE, task, open.run());
        }
        throw new AssertionError("The task has no open workflow: " + task
                + "; runUntilIdle() starts that of a task which holds its rack. With an engine of your own, use"
                + " tasks().externalWorkflows()");
    }
}
