package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.HERE;
import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.TaskFixture.CAUSE;

import io.nicotask.application.access.ProviderAdminPolicy;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RequestOrigin;
import io.nicotask.application.port.Stop;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.rack.RackHandover;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.task.Cancellation.Cancelled;
import io.nicotask.domain.task.ConflictPolicy;
import io.nicotask.domain.task.RackQueue;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskRequest;
import io.nicotask.domain.task.Transition.Applied;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** What the use cases around a rack ask of the ports, in their order. */
final class RackLife {

    static final Duration QUEUED_FOR = Duration.ofMinutes(1);

    private final Ports ports;
    private final RackHandover handover;

    RackLife(JdbiTransactions transactions, InstantSource clock) {
        this.ports = new Ports(
                new JdbiTaskStore(transactions),
                new JdbiRacks(transactions),
                new JdbiRackLeases(transactions),
                new JdbiWorkflowOutbox(transactions, Stop.ATTENTION_AFTER),
                new JdbiAuditTrail(transactions),
                new ProviderAdminPolicy(new JdbiSiteDirectory(transactions)),
                transactions,
                ConflictPolicy.SHARED_COMPONENTS,
                clock);
        this.handover = new RackHandover(ports);
    }

    Ports ports() {
        return ports;
    }

    /** The task that was kept, or empty when too many wait for its rack. */
    Optional<Task> submit(TaskId id, TaskRequest request) {
        return decide(() -> {
            RackQueue queue = handover.settle(HERE, request.rack(), null);
            Instant now = ports.clock().instant();
            if (queue.isFreeFor(request)) {
                Task task = kept(Task.submitted(id, request, now));
                handover.begin(HERE, task);
                return Optional.of(task);
            }
            if (queue.isFull()) {
                return Optional.empty();
            }
            Task task = kept(Task.queued(id, request, now.plus(QUEUED_FOR), now));
            handover.await(HERE, queue, task);
            return Optional.of(task);
        });
    }

    private Task kept(Task task) {
        ports.tasks().add(HERE, task, CAUSE);
        audit(Action.SUBMIT_TASK, task);
        return task;
    }

    /** Whether the task was open. */
    boolean cancel(TaskId id) {
        return decide(() -> {
            Task read = ports.tasks().find(HERE, id).orElseThrow();
            if (read.status().isTerminal()) {
                return false;
            }
            if (read.status().mayHaveWorkflow()) {
                return cancelLocked(id);
            }
            ports.racks().lock(HERE, read.request().rack());
            boolean cancelled = cancelLocked(id);
            handover.settle(HERE, read.request().rack(), null);
            return cancelled;
        });
    }

    private boolean cancelLocked(TaskId id) {
        Task task = ports.tasks().lock(HERE, id).orElseThrow();
        if (!(task.cancel(CAUSE.actor(), CAUSE.reason(), ports.clock().instant()) instanceof Cancelled cancelled)) {
            return false;
        }
        ports.tasks().update(HERE, new TaskChange(task, cancelled.task(), CAUSE));
        if (task.status().mayHaveWorkflow()) {
            ports.outbox().requestStop(HERE, id, Duration.ZERO);
        }
        audit(Action.CANCEL_TASK, task);
        return TaskView.of(cancelled.task(), HERE, ports.outbox()).stop() != null;
    }

    /** The lease of the run that has passed the gate, or empty when the gate was shut. */
    Optional<Lease> begin(TaskId id, RunId run) {
        return decide(() -> {
            Task task = ports.tasks().lock(HERE, id).orElseThrow();
            if (!(task.start(run, ports.clock().instant()) instanceof Applied begun)) {
                return Optional.empty();
            }
            ports.tasks().update(HERE, new TaskChange(task, begun.task(), CAUSE));
            return Optional.of(ports.leases().take(HERE, id, "stage-1"));
        });
    }

    /** The attempt acts no more. */
    void endLease(Task task, Lease lease) {
        decide(() -> {
            ports.racks().lock(HERE, task.request().rack());
            ports.leases().end(lease);
            Task now = ports.tasks().find(HERE, task.id()).orElseThrow();
            return now.status().isTerminal()
                    ? handover.settle(HERE, task.request().rack(), null)
                    : now;
        });
    }

    private <T> T decide(Supplier<T> decision) {
        return Transactions.decide(ports.transactions(), decision);
    }

    private void audit(Action action, Task task) {
        Wish wish = new Wish(
                new Subject("ada"), ORG, action, task.request().site(), task.id(), new RequestOrigin("request-1", ""));
        ports.audit().record(new AuditEntry(task.revision().updated(), wish, new Outcome.Granted(), null));
    }
}
