package io.nicotask.application.simulation;

import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.PROVIDER;
import static io.nicotask.application.SiteFixture.SITE;

import io.nicotask.application.memory.InMemoryOperationRules;
import io.nicotask.application.memory.InMemoryStore;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.StopDelivery;
import io.nicotask.application.port.TaskIdGenerator;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.InterruptPolicy;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.operation.OperationRule.Step;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RuleId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The store, the clocks and the hardware without the faults: the invariants read the true state here. */
final class GroundTruth {

    static final TaskScope SCOPE = new TaskScope(PROVIDER, SITE);

    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    /** Power shelves first; then compute trays, and beside them switches, which run to completion. */
    private static final OperationRule POWER = new OperationRule(
            new RuleId(new UUID(8, 1)),
            Operation.POWER_ON,
            List.of(
                    List.of(step(ComponentType.POWER_SHELF, InterruptPolicy.INTERRUPTIBLE, 1)),
                    List.of(
                            step(ComponentType.COMPUTE, InterruptPolicy.INTERRUPTIBLE, 0),
                            step(ComponentType.NV_SWITCH, InterruptPolicy.RUN_TO_COMPLETION, 0))));

    private static final OperationRule FIRMWARE = new OperationRule(
            new RuleId(new UUID(8, 2)),
            Operation.UPGRADE,
            List.of(List.of(step(ComponentType.COMPUTE, InterruptPolicy.RUN_TO_COMPLETION, 1))));

    /** The clock of the database. */
    final SettableClock storeClock = new SettableClock(START);

    /** The clock of the servers; a fault can set it. */
    final SettableClock wallClock = new SettableClock(START);

    final InMemoryStore store = new InMemoryStore(storeClock);
    final InMemoryOperationRules rules = new InMemoryOperationRules();
    final ScriptedHardware hardware;
    private long lastTask;

    GroundTruth(SeededRandom random, FaultPlan faults) {
        this.hardware = hardware(random, faults);
        store.put(ORG, PROVIDER);
        store.put(new Site(SITE, PROVIDER, true, true));
        rules.putDefault(POWER);
        rules.putDefault(FIRMWARE);
    }

    /** The store's ports, with the clock of the servers. */
    Ports ports() {
        Ports own = store.ports();
        return new Ports(
                own.tasks(),
                own.racks(),
                own.leases(),
                own.unfinishedSteps(),
                own.outbox(),
                own.audit(),
                own.keys(),
                own.access(),
                own.transactions(),
                own.conflicts(),
                wallClock);
    }

    TaskIdGenerator ids() {
        return () -> {
            lastTask++;
            return new TaskId(new UUID(0, lastTask));
        };
    }

    /** The number of ids that were generated; not each of them became a task. */
    int idsGiven() {
        return (int) lastTask;
    }

    static TaskId task(int number) {
        return new TaskId(new UUID(0, number));
    }

    /** All tasks, in the order of their ids. */
    Stream<Task> tasks() {
        return LongStream.rangeClosed(1, lastTask)
                .mapToObj(number -> find(new TaskId(new UUID(0, number))))
                .flatMap(Optional::stream);
    }

    Optional<Task> find(TaskId task) {
        return store.tasks().find(SCOPE, task);
    }

    Optional<StopDelivery> stopOf(TaskId task) {
        return store.workflowOutbox().stopOf(SCOPE, task);
    }

    boolean isConfirmed(TaskId task) {
        return stopOf(task)
                .filter(delivery -> delivery.stop().status() == StopStatus.CONFIRMED)
                .isPresent();
    }

    /** Components that have begun continue by themselves, by a clock that no fault sets. */
    private ScriptedHardware hardware(SeededRandom random, FaultPlan faults) {
        ScriptedHardware scripted = new ScriptedHardware(storeClock);
        for (ComponentType type : ComponentType.values()) {
            scripted.takes(random.between(1, 10), type);
        }
        if (faults.injects(SimulatedFault.HARDWARE_BREAKS, 8)) {
            scripted.breaks(ScriptedHardware.component(ComponentType.COMPUTE, 1), "it broke", random.between(1, 2));
        }
        scripted.answersQuiesce(
                ScriptedHardware.component(ComponentType.POWER_SHELF, 2),
                random.chance(200) ? new ComponentStatus.Unknown("cut off") : new ComponentStatus.Acting(null),
                new ComponentStatus.Stopped());
        return scripted;
    }

    private static Step step(ComponentType type, InterruptPolicy interruptPolicy, int retries) {
        return new Step(type, interruptPolicy, retries, Duration.ofSeconds(60));
    }
}
