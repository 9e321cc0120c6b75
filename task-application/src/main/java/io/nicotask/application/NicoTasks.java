package io.nicotask.application;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.nicotask.application.internal.work.BackgroundLoops;
import io.nicotask.application.internal.work.BackgroundWork;
import io.nicotask.application.internal.work.WakeSignal;
import io.nicotask.application.internal.work.WakingStorage;
import io.nicotask.application.internal.work.WorkDispatcher;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.MonotonicClock;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.TaskEvents;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.EngineStatus;
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
import io.nicotask.application.worker.ExternalWorkflowUseCases;
import io.nicotask.application.worker.RackOperationUseCases;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The tasks of a process: the use cases, over a storage and a workflow engine, and the background services, which deliver
 * starts and stops to the engine, check workflows and racks, and raise alerts for stops. A service that embeds the library
 * builds one, {@linkplain #start starts} it and closes it at shutdown. Any number of processes may share a storage.
 *
 * <pre>{@code
 * try (NicoTasks tasks = NicoTasks.builder().storage(storage).engine(engine).access(ProviderAdminPolicy::new).build()) {
 *     tasks.start();
 *     switch (tasks.cancelTask().cancel(command)) { … }
 * }
 * }</pre>
 *
 * <p>The workflow of a task that was submitted or cancelled here is started or terminated right after the commit. Safe for
 * use by several threads.
 */
public final class NicoTasks implements AutoCloseable {

    private final Storage storage;
    private final Function<SiteDirectory, AccessPolicy> access;
    private final OperationRules rules;
    private final Supplier<TaskId> ids;
    private final MonotonicClock monotonic;
    private final Supplier<UUID> processIds;
    private final Ports ports;
    private final Ports backgroundPorts;
    private final WakeSignal signal = new WakeSignal();
    private final Runnable onChange;
    private final WorkDispatcher dispatcher;
    private final BackgroundLoops loops;

    NicoTasks(
            NicoTasksBuilder builder,
            Storage storage,
            WorkflowEngine engine,
            Function<SiteDirectory, AccessPolicy> access) {
        this.storage = storage;
        this.access = access;
        Storage background = builder.background == null ? storage : builder.background;
        this.rules = builder.rules;
        this.ids = builder.ids;
        this.monotonic = builder.monotonic;
        this.processIds = builder.processIds;
        this.onChange = builder.onChange;
        this.ports = waking(storage, access, builder);
        this.backgroundPorts = waking(background, access, builder);
        this.dispatcher = BackgroundWork.dispatcher(backgroundPorts, engine, builder.random);
        this.loops = new BackgroundLoops(dispatcher, signal, background::upkeep, builder.threads);
    }

    /** A decision that writes work which is due at once makes this process claim it at once. */
    private Ports waking(Storage from, Function<SiteDirectory, AccessPolicy> access, NicoTasksBuilder builder) {
        Ports plain = from.ports(access.apply(from.sites()), builder.conflicts, builder.clock);
        return plain.withStorage(new WakingStorage(plain.storage(), signal::wake, onChange));
    }

    public static NicoTasksBuilder builder() {
        return new NicoTasksBuilder();
    }

    /**
     * Starts the background services, once. Until then, and without them, {@link #runDue} does their work. Without an engine
     * ({@link WorkflowEngine#none}) they end tasks that have waited for their rack too long, raise alerts for stops and keep
     * lists fast; what the host reports takes effect without them.
     *
     * @throws IllegalStateException if they have been started
     */
    public void start() {
        loops.start();
    }

    /**
     * Starts a loop that a service needs beside these, such as a check of its health. It is closed with them.
     *
     * @param name its name, which no other loop has
     * @param longestIdleDelay the longest time between two calls while nothing is due; a few seconds
     * @param claimDue claims work, at most as much as its argument says, and returns it; called again until nothing is due
     */
    public void startLoop(String name, Duration longestIdleDelay, IntFunction<List<Runnable>> claimDue) {
        loops.start(name, longestIdleDelay, claimDue);
    }

    /**
     * Carries out the work that is due now, and what follows from it at once, in the calling thread. For tests, and for
     * services that have a scheduler of their own.
     *
     * @return the number of items that were carried out
     */
    @CanIgnoreReturnValue
    public int runDue() {
        return loops.runDue();
    }

    /** Submits tasks; the workflow of one that may begin is started right after the commit. */
    public SubmitTask submitTask() {
        SubmitTask submit = SubmitTask.using(ports, rules, ids);
        return command -> {
            SubmitTask.Result result = submit.submit(command);
            if (result instanceof SubmitTask.Result.Submitted submitted) {
                dispatcher.start(submitted.view());
            }
            return result;
        };
    }

    /**
     * Cancels tasks; the workflow is terminated right after the commit. A cancel does not wait for the engine's reply; it
     * waits for at most 100 milliseconds while the terminates of its site do not keep up with its cancels.
     */
    public CancelTask cancelTask() {
        CancelTask cancel = CancelTask.using(ports);
        return command -> {
            CancelTask.Result result = cancel.cancel(command);
            if (result instanceof CancelTask.Result.Cancelled cancelled) {
                dispatcher.stop(cancelled.view());
                if (loops.areStarted()) {
                    dispatcher.pauseWhileTerminatesWait(command.site());
                }
            }
            return result;
        };
    }

    /**
     * Submits and cancels in a transaction of the host, which the given storage has joined. Nothing is delivered before the
     * host commits; then call {@link #wake}, or the work is delivered within two seconds, and a reader of events is not woken.
     *
     * @param joined the storage of this object, joined to the transaction
     */
    public JoinedTasks within(Storage joined) {
        Ports inTransaction = joined.ports(access.apply(joined.sites()), ports.conflicts(), ports.clock());
        return new JoinedTasks(SubmitTask.using(inTransaction, rules, ids), CancelTask.using(inTransaction));
    }

    /**
     * Makes this process look for due work now, and its reader for events: after the commit of a host's transaction, of
     * which nothing else in this process learns.
     */
    public void wake() {
        signal.wake();
        onChange.run();
    }

    public GetTask getTask() {
        return GetTask.using(ports);
    }

    public GetTaskHistory getTaskHistory() {
        return GetTaskHistory.using(ports);
    }

    public ListTasks listTasks() {
        return ListTasks.using(ports);
    }

    public ListStops listStops() {
        return ListStops.using(ports, dispatcher::engineStatus);
    }

    public ResolveStop resolveStop() {
        return ResolveStop.using(ports);
    }

    public ListSites listSites() {
        return ListSites.using(ports, storage.sites());
    }

    public GetSite getSite() {
        return GetSite.using(ports, storage.sites());
    }

    public AuthorizeProvider authorizeProvider() {
        return AuthorizeProvider.using(ports.access(), ports.audit(), ports.clock());
    }

    public GetCurrentUser getCurrentUser() {
        return GetCurrentUser.using(storage.users(), ports.audit(), ports.clock());
    }

    /** Returns all of these use cases at once, for an adapter that serves callers, such as the one for HTTP. */
    public CallerUseCases callerUseCases() {
        return new CallerUseCases(
                authorizeProvider(),
                submitTask(),
                cancelTask(),
                getTask(),
                getTaskHistory(),
                listTasks(),
                listStops(),
                resolveStop(),
                listSites(),
                getSite(),
                getCurrentUser());
    }

    /** Returns the feed of what has happened to tasks, in this process and in others. */
    public TaskEvents events() {
        return storage.events();
    }

    /**
     * Returns the use cases of a process that hosts hardware, with a process lease of its own.
     *
     * @param hardware carries out the commands
     */
    public RackOperationUseCases rackOperations(RackHardware hardware) {
        return RackOperationUseCases.using(backgroundPorts, rules, hardware, monotonic, processIds);
    }

    /** Returns the use cases of external workflows, and of a host that carries out tasks itself. */
    public ExternalWorkflowUseCases externalWorkflows() {
        return ExternalWorkflowUseCases.using(backgroundPorts);
    }

    /** Returns the ports of the use cases for callers. */
    public Ports ports() {
        return ports;
    }

    /** Returns the ports of the use cases for workers, which use the storage of the background services. */
    public Ports backgroundPorts() {
        return backgroundPorts;
    }

    /** Returns what this process has observed of the site's engine. Calls nothing. */
    public EngineStatus engineStatus(SiteId site) {
        return dispatcher.engineStatus(site);
    }

    /**
     * Returns for each loop, by its name, how often it has looked for work: one whose number does not change within
     * twenty seconds hangs.
     */
    public Map<String, Long> turns() {
        return loops.turns();
    }

    /**
     * Stops claiming work, and last the work that this process has claimed; returns within seconds. Closes neither the
     * storage nor the engine.
     */
    @Override
    public void close() {
        loops.close();
    }
}
