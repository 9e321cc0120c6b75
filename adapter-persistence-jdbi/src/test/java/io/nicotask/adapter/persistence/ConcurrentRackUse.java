package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.SCOPE;
import static io.nicotask.application.contract.StoreContract.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.internal.work.BackgroundWork;
import io.nicotask.application.internal.work.Dispatchers;
import io.nicotask.application.internal.work.WorkDispatcher;
import io.nicotask.application.memory.InMemoryWorkflowEngine;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.TaskQueries.Reports;
import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.application.worker.FinishTask.WorkResult;
import io.nicotask.application.worker.WorkflowRunRef;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs every operation on racks in random order, from many threads, on few racks. */
final class ConcurrentRackUse {

    static final int RACKS = 3;

    private static final int MANY = 10;
    private static final WorkflowRunId RUN = new WorkflowRunId("run-1");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final InMemoryWorkflowEngine engine = new InMemoryWorkflowEngine().withSite(SITE, "site-namespace", false);
    private final RackUseCases useCases;
    private final FinishTask finish;
    private final WorkDispatcher dispatcher;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Queue<Task> known = new ConcurrentLinkedQueue<>();
    private final Queue<Attempted> leased = new ConcurrentLinkedQueue<>();

    ConcurrentRackUse(JdbiTransactions transactions) {
        this.useCases = new RackUseCases(transactions, clock);
        this.finish = FinishTask.using(useCases.ports());
        this.dispatcher = BackgroundWork.dispatcher(useCases.ports(), engine, new Random(1));
    }

    int submitted() {
        return known.size();
    }

    /** Runs a number of random operations; the number of the runner is the seed. */
    int run(int steps) {
        Random random = new Random(numbers.incrementAndGet());
        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> submit(random);
                case 3, 4 -> anyOf(open(), random).ifPresent(this::cancel);
                case 5 -> open().forEach(this::begin);
                case 6 -> Optional.ofNullable(leased.poll()).ifPresent(attempt -> end(attempt, random.nextInt(3)));
                case 7 -> leased.forEach(this::beat);
                default -> carryOutDue();
            }
            clock.tick(Duration.ofMillis(100));
        }
        return steps;
    }

    private void carryOutDue() {
        dispatcher.claimDue(MANY).forEach(Runnable::run);
        Dispatchers.runClaimed(dispatcher);
    }

    /** Ends all leases and cancels all open tasks. */
    void awaitIdle() {
        leased.forEach(attempt -> useCases.endLease(attempt.task(), attempt.lease()));
        known.forEach(this::cancel);
    }

    /** Lets the relay confirm all stops. On a slow machine its claim of one may expire first, so this is repeated. */
    void deliver() {
        Dispatchers.runDue(dispatcher);
    }

    /** Right after the commit of the decision that has written it. */
    private void deliver(Task task, @Nullable StopStatus stop) {
        TaskView decided = new TaskView(task, stop);
        if (stop == null) {
            dispatcher.start(decided);
        } else {
            dispatcher.stop(decided);
        }
        Dispatchers.runClaimed(dispatcher);
    }

    /** Tasks on the first rack name components, which some of them share; the others take the whole rack. */
    private void submit(Random random) {
        int number = numbers.incrementAndGet();
        int rack = random.nextInt(RACKS);
        ComponentSelection components = rack > 0 ? ComponentSelection.WHOLE_RACK : component(random.nextInt(4));
        TaskSpec spec = new TaskSpec(SITE, new RackId(new UUID(7, rack)), Operation.POWER_ON, components, "", null);
        useCases.submit(new TaskId(new UUID(0, number)), spec).ifPresent(task -> {
            known.add(task);
            if (task.status() == TaskStatus.PENDING) {
                deliver(task, null);
            }
        });
    }

    private static ComponentSelection component(int number) {
        return number == 0
                ? ComponentSelection.WHOLE_RACK
                : new ComponentSelection(Map.of(ComponentType.COMPUTE, Set.of(new ComponentId(new UUID(9, number)))));
    }

    private static Optional<Task> anyOf(List<Task> tasks, Random random) {
        return tasks.isEmpty() ? Optional.empty() : Optional.of(tasks.get(random.nextInt(tasks.size())));
    }

    private List<Task> open() {
        return useCases.ports()
                .tasks()
                .page(SCOPE, new TaskList.Site(), true, 1, 100, Reports.OMITTED)
                .tasks();
    }

    private void cancel(Task task) {
        if (useCases.cancel(task.id())) {
            deliver(task, StopStatus.REQUESTED);
        }
    }

    private void begin(Task task) {
        useCases.begin(task.id(), RUN).ifPresent(lease -> leased.add(new Attempted(task, lease)));
    }

    private void beat(Attempted attempt) {
        assertThat(useCases.attempts().renew(attempt.lease())).isNotNull();
    }

    /** Releases the lease, or finishes the task as well, or finishes the task while the lease lives. */
    private void end(Attempted attempt, int how) {
        if (how < 2) {
            useCases.endLease(attempt.task(), attempt.lease());
        } else {
            leased.add(attempt);
        }
        if (how > 0) {
            TaskId task = attempt.task().id();
            assertThat(finish.finish(new WorkflowRunRef(SITE, task, RUN), new WorkResult.Success()))
                    .isNotNull();
        }
    }

    private record Attempted(Task task, Lease lease) {}
}
