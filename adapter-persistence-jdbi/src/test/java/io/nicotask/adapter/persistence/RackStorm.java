package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.HERE;
import static io.nicotask.application.contract.StoreContract.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.memory.InMemoryWorkflowEngine;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.TaskListing.Part;
import io.nicotask.application.port.TaskListing.Reports;
import io.nicotask.application.relay.RackSweep;
import io.nicotask.application.relay.Relay;
import io.nicotask.application.report.Attempt;
import io.nicotask.application.report.FinishTask;
import io.nicotask.application.report.FinishTask.Ending;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskRequest;
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

/** Submits, cancels, begins, beats, ends, relays and sweeps in any order, from many threads, on few racks. */
final class RackStorm {

    static final int RACKS = 3;

    private static final int MANY = 10;
    private static final RunId RUN = new RunId("run-1");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final InMemoryWorkflowEngine engine = new InMemoryWorkflowEngine().withSite(SITE, "site-namespace", false);
    private final RackLife life;
    private final JdbiTaskListing listing;
    private final FinishTask finish;
    private final Relay relay;
    private final RackSweep sweep;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Queue<Task> known = new ConcurrentLinkedQueue<>();
    private final Queue<Attempted> leased = new ConcurrentLinkedQueue<>();

    RackStorm(JdbiTransactions transactions) {
        this.life = new RackLife(transactions, clock);
        this.listing = new JdbiTaskListing(transactions, 10_000);
        this.finish = FinishTask.using(life.ports());
        this.relay = new Relay(life.ports(), engine, new Random(1));
        this.sweep = new RackSweep(life.ports());
    }

    int submitted() {
        return known.size();
    }

    /** Does so many things; the number of the runner is the seed. */
    int run(int steps) {
        Random random = new Random(numbers.incrementAndGet());
        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> submit(random);
                case 3, 4 -> anyOf(open(), random).ifPresent(this::cancel);
                case 5 -> open().forEach(this::begin);
                case 6 -> Optional.ofNullable(leased.poll()).ifPresent(attempt -> end(attempt, random.nextInt(3)));
                case 7 -> leased.forEach(this::beat);
                case 8 -> relay.claimDue(MANY).forEach(Runnable::run);
                default -> sweep.claimDue(MANY).forEach(Runnable::run);
            }
            clock.tick(Duration.ofMillis(100));
        }
        return steps;
    }

    /** Ends what acts and cancels what is open. */
    void settle() {
        leased.forEach(attempt -> life.endLease(attempt.task(), attempt.lease()));
        known.forEach(this::cancel);
    }

    /** Lets the relay confirm every stop that is not confirmed. On a slow machine its lease of one may run out before. */
    void deliver() {
        known.forEach(task -> relay.deliver(task.id()));
    }

    /** On the first rack tasks name components that they share with some and not with others; else the whole rack. */
    private void submit(Random random) {
        int number = numbers.incrementAndGet();
        int rack = random.nextInt(RACKS);
        Components components = rack > 0 ? Components.WHOLE_RACK : component(random.nextInt(4));
        TaskRequest request =
                new TaskRequest(SITE, new RackId(new UUID(7, rack)), Operation.POWER_ON, components, "", null);
        life.submit(new TaskId(new UUID(0, number)), request).ifPresent(known::add);
    }

    private static Components component(int number) {
        return number == 0
                ? Components.WHOLE_RACK
                : new Components(Map.of(ComponentType.COMPUTE, Set.of(new ComponentId(new UUID(9, number)))));
    }

    private static Optional<Task> anyOf(List<Task> tasks, Random random) {
        return tasks.isEmpty() ? Optional.empty() : Optional.of(tasks.get(random.nextInt(tasks.size())));
    }

    private List<Task> open() {
        return listing.page(HERE, new Part.Site(), true, 1, 100, Reports.LEFT_OUT)
                .tasks();
    }

    private void cancel(Task task) {
        if (life.cancel(task.id())) {
            relay.deliver(task.id());
        }
    }

    private void begin(Task task) {
        life.begin(task.id(), RUN).ifPresent(lease -> leased.add(new Attempted(task, lease)));
    }

    private void beat(Attempted attempt) {
        assertThat(life.ports().leases().renew(attempt.lease())).isNotNull();
    }

    /** Of the attempts one leaves off, one is done, and one is done while another of its task is still acting. */
    private void end(Attempted attempt, int how) {
        if (how < 2) {
            life.endLease(attempt.task(), attempt.lease());
        } else {
            leased.add(attempt);
        }
        if (how > 0) {
            TaskId task = attempt.task().id();
            assertThat(finish.finish(new Attempt(SITE, task, RUN), new Ending.Success()))
                    .isNotNull();
        }
    }

    private record Attempted(Task task, Lease lease) {}
}
