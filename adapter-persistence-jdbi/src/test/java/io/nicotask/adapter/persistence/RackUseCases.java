package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.SCOPE;
import static io.nicotask.application.contract.StoreContract.SITE;
import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;

import io.nicotask.application.contract.Attempts;
import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.internal.RackScheduler.Schedule;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.Audited;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.LeaseAcquired;
import io.nicotask.application.port.Change.LeaseReleased;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.StepBegun;
import io.nicotask.application.port.Change.StepEnded;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.Change.WorkflowCheckScheduled;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.ProcessId;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.rack.RackQueue;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Cancellation.Cancelled;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Calls the ports as the use cases around a rack do, in the same order. */
final class RackUseCases {

    static final Duration QUEUED_FOR = Duration.ofMinutes(1);
    private static final Duration TIME_LIMIT = Duration.ofDays(36_500);

    private final Ports ports;
    private final TaskStorage storage;
    private final RackScheduler scheduler;
    private final Attempts attempts;

    RackUseCases(JdbiTransactions transactions, InstantSource clock) {
        this(new Ports(
                new JdbiTaskStorage(transactions, Stop.ATTENTION_AFTER),
                new JdbiTaskQueries(transactions, 2_000, Stop.ATTENTION_AFTER),
                new JdbiStopQueries(transactions, Stop.ATTENTION_AFTER),
                new JdbiWorkQueue(transactions, clock, new ClockComparison()),
                new JdbiWorkflowMonitor(transactions),
                new JdbiRackLeases(transactions),
                new JdbiUnfinishedSteps(transactions),
                new JdbiAuditTrail(transactions),
                new ProviderAdminPolicy(new JdbiSiteDirectory(transactions)),
                RackConflicts.SHARED_COMPONENTS,
                clock));
    }

    RackUseCases(Ports ports) {
        this.ports = ports;
        this.storage = ports.storage();
        this.scheduler = new RackScheduler(ports.conflicts(), ports.clock());
        this.attempts = Attempts.in(ports.storage(), ports.leases());
    }

    Attempts attempts() {
        return attempts;
    }

    Ports ports() {
        return ports;
    }

    /** Returns the inserted task, or empty if the queue of its rack is full. */
    Optional<Task> submit(TaskId id, TaskSpec spec) {
        return storage.decideOnRack(SCOPE, spec.rack(), rack -> {
            Schedule schedule = scheduler.schedule(spec.rack(), rack);
            return submit(id, spec, schedule, rack.asOf()).after(schedule.changes());
        });
    }

    private Decision<Optional<Task>> submit(TaskId id, TaskSpec spec, Schedule schedule, Instant asOf) {
        RackQueue queue = schedule.queue();
        Instant now = ports.clock().instant();
        if (queue.isFreeFor(spec)) {
            Task task = Task.submitted(id, spec, now);
            return submitted(task, new RackGranted(task, Delivery.CLAIMED));
        }
        Task task = Task.queued(id, spec, asOf.plus(QUEUED_FOR), now);
        return queue.isFull()
                ? Decision.unchanged(Optional.empty())
                : submitted(task, schedule.checkWith(task, QUEUED_FOR));
    }

    private static Decision<Optional<Task>> submitted(Task task, Change then) {
        return Decision.of(Optional.of(task), new TaskSubmitted(task, CAUSE), audited(Action.SUBMIT_TASK, task), then);
    }

    /** Returns the work that a submit or a cancel of the task has written under a claim of this process. */
    static WorkItem claimed(Kind kind, TaskId task) {
        return new WorkItem(kind, task.value(), SITE, 1);
    }

    /** Returns whether the task was open. */
    boolean cancel(TaskId id) {
        return storage.decide(SCOPE, id, this::cancel).orElseThrow();
    }

    private Decision<Boolean> cancel(TaskSnapshot snapshot) {
        Task task = snapshot.task();
        if (!(task.cancel(CAUSE.actor(), CAUSE.reason(), ports.clock().instant()) instanceof Cancelled cancelled)) {
            return Decision.unchanged(false);
        }
        Decision<Boolean> decision = Decision.of(
                true,
                new TaskChanged(new TaskChange(task, cancelled.task(), CAUSE), Delivery.CLAIMED),
                audited(Action.CANCEL_TASK, task));
        return snapshot.rack() == null
                ? decision
                : decision.and(scheduler
                        .schedule(task.spec().rack(), snapshot.rack().with(cancelled.task()))
                        .changes());
    }

    /** Returns the lease of the run that passed the start gate in a new process, or empty if the gate refused it. */
    Optional<Lease> begin(TaskId id, WorkflowRunId run) {
        return begin(id, run, attempts.newProcess());
    }

    /** As above, in this process. */
    Optional<Lease> begin(TaskId id, WorkflowRunId run, ProcessId process) {
        Optional<Lease> begun = storage.decide(SCOPE, id, snapshot -> begin(snapshot, run, process))
                .orElseThrow();
        begun.ifPresent(lease -> attempts.remember(lease, process));
        return begun;
    }

    private Decision<Optional<Lease>> begin(TaskSnapshot snapshot, WorkflowRunId run, ProcessId process) {
        Task task = snapshot.task();
        if (!(task.start(run, ports.clock().instant()) instanceof Applied begun)) {
            return Decision.unchanged(Optional.empty());
        }
        Lease lease = snapshot.requireNextLease();
        return Decision.of(
                Optional.of(lease),
                TaskChanged.of(task, begun.task(), CAUSE),
                new LeaseAcquired(lease, "stage-1", process),
                new WorkflowCheckScheduled(task.id(), null),
                new StepBegun(stepOf(task.id()), InterruptPolicy.RUN_TO_COMPLETION, lease, TIME_LIMIT));
    }

    private static StepKey stepOf(TaskId id) {
        return new StepKey(id, 1, ComponentType.COMPUTE);
    }

    /** Ends an attempt whose step has ended. */
    void endLease(Task task, Lease lease) {
        RackId id = task.spec().rack();
        storage.decideOnRack(SCOPE, id, rack -> {
            Decision<RackOccupancy> ended =
                    Decision.of(rack, new StepEnded(stepOf(task.id()), null), new LeaseReleased(lease));
            return rack.task(task.id())
                            .filter(now -> !now.status().isTerminal())
                            .isPresent()
                    ? ended
                    : ended.and(scheduler
                            .schedule(id, rack.with(task.id(), held -> withoutAttempt(held, lease)))
                            .changes());
        });
    }

    private static Reservation withoutAttempt(Reservation held, Lease lease) {
        return held.withoutLease(lease.number()).withoutStep(stepOf(lease.task()));
    }

    private static Audited audited(Action action, Task task) {
        AuditedRequest request = new AuditedRequest(
                new Subject("ada"), ORG, action, task.spec().site(), task.id(), new RequestOrigin("request-1", ""));
        return new Audited(new AuditEntry(task.revision().updated(), request, new Outcome.Granted(), null));
    }
}
