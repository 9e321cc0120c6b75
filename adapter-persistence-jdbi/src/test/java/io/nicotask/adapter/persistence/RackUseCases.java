package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.SCOPE;
import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;

import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RequestOrigin;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.operation.InterruptPolicy;
import io.nicotask.domain.rack.RackConflicts;
import io.nicotask.domain.rack.RackQueue;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Cancellation.Cancelled;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Calls the ports as the use cases around a rack do, in the same order. */
final class RackUseCases {

    static final Duration QUEUED_FOR = Duration.ofMinutes(1);
    private static final Duration TIME_LIMIT = Duration.ofDays(36_500);

    private final Ports ports;
    private final RackScheduler scheduler;

    RackUseCases(JdbiTransactions transactions, InstantSource clock) {
        this.ports = new Ports(
                new JdbiTaskStore(transactions),
                new JdbiRackReservations(transactions, Stop.ATTENTION_AFTER),
                new JdbiRackLeases(transactions),
                new JdbiUnfinishedSteps(transactions),
                new JdbiWorkflowOutbox(transactions, Stop.ATTENTION_AFTER),
                new JdbiAuditTrail(transactions),
                new ProviderAdminPolicy(new JdbiSiteDirectory(transactions)),
                transactions,
                RackConflicts.SHARED_COMPONENTS,
                clock);
        this.scheduler = new RackScheduler(ports);
    }

    Ports ports() {
        return ports;
    }

    /** Returns the inserted task, or empty if the queue of its rack is full. */
    Optional<Task> submit(TaskId id, TaskSpec spec) {
        return decide(() -> {
            RackQueue queue = scheduler.reschedule(SCOPE, spec.rack(), null);
            Instant now = ports.clock().instant();
            if (queue.isFreeFor(spec)) {
                Task task = insertTask(Task.submitted(id, spec, now));
                scheduler.grantAndStart(SCOPE, task);
                return Optional.of(task);
            }
            if (queue.isFull()) {
                return Optional.empty();
            }
            Task task = insertTask(Task.queued(id, spec, now.plus(QUEUED_FOR), now));
            scheduler.scheduleCheck(SCOPE, queue, task);
            return Optional.of(task);
        });
    }

    private Task insertTask(Task task) {
        ports.tasks().insertTask(SCOPE, task, CAUSE);
        audit(Action.SUBMIT_TASK, task);
        return task;
    }

    /** Returns whether the task was open. */
    boolean cancel(TaskId id) {
        return decide(() -> {
            Task read = ports.tasks().find(SCOPE, id).orElseThrow();
            if (read.status().isTerminal()) {
                return false;
            }
            if (read.status().mayHaveWorkflow()) {
                return cancelLocked(id);
            }
            ports.racks().lock(SCOPE, read.spec().rack());
            boolean cancelled = cancelLocked(id);
            scheduler.reschedule(SCOPE, read.spec().rack(), null);
            return cancelled;
        });
    }

    private boolean cancelLocked(TaskId id) {
        Task task = ports.tasks().lock(SCOPE, id).orElseThrow();
        if (!(task.cancel(CAUSE.actor(), CAUSE.reason(), ports.clock().instant()) instanceof Cancelled cancelled)) {
            return false;
        }
        ports.tasks().update(SCOPE, new TaskChange(task, cancelled.task(), CAUSE));
        if (task.status().mayHaveWorkflow()) {
            ports.outbox().enqueueStop(SCOPE, id, Duration.ZERO);
        }
        audit(Action.CANCEL_TASK, task);
        return TaskView.of(cancelled.task(), SCOPE, ports.outbox()).stop() != null;
    }

    /** Returns the lease of the run that passed the start gate, or empty if the gate refused it. */
    Optional<Lease> begin(TaskId id, WorkflowRunId run) {
        return decide(() -> {
            Task task = ports.tasks().lock(SCOPE, id).orElseThrow();
            if (!(task.start(run, ports.clock().instant()) instanceof Applied begun)) {
                return Optional.empty();
            }
            ports.tasks().update(SCOPE, new TaskChange(task, begun.task(), CAUSE));
            Lease lease = ports.leases().acquireLease(SCOPE, id, "stage-1");
            ports.unfinishedSteps()
                    .insert(SCOPE, stepOf(id), InterruptPolicy.RUN_TO_COMPLETION, lease.fencingToken(), TIME_LIMIT);
            return Optional.of(lease);
        });
    }

    private static StepKey stepOf(TaskId id) {
        return new StepKey(id, 1, ComponentType.COMPUTE);
    }

    /** Ends an attempt whose step has ended. */
    void endLease(Task task, Lease lease) {
        decide(() -> {
            ports.racks().lock(SCOPE, task.spec().rack());
            boolean unused = ports.unfinishedSteps().end(SCOPE, stepOf(task.id()));
            ports.leases().releaseLease(lease);
            Task now = ports.tasks().find(SCOPE, task.id()).orElseThrow();
            return now.status().isTerminal()
                    ? scheduler.reschedule(SCOPE, task.spec().rack(), null)
                    : now;
        });
    }

    private <T> T decide(Supplier<T> decision) {
        return Transactions.decide(ports.transactions(), decision);
    }

    private void audit(Action action, Task task) {
        AuditedRequest request = new AuditedRequest(
                new Subject("ada"), ORG, action, task.spec().site(), task.id(), new RequestOrigin("request-1", ""));
        ports.audit().record(new AuditEntry(task.revision().updated(), request, new Outcome.Granted(), null));
    }
}
