package io.nicotask.application.simulation;

import static io.nicotask.application.TestSite.ORG;
import static io.nicotask.application.TestSite.PROVIDER;
import static io.nicotask.application.TestSite.SITE;

import io.nicotask.application.memory.InMemoryOperationRules;
import io.nicotask.application.memory.InMemoryStore;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.Abort;
import io.nicotask.application.port.RackHardware.Order;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.Stop;
import io.nicotask.application.port.TaskIds;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Epoch;
import io.nicotask.domain.task.Interruption;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.OperationRule;
import io.nicotask.domain.task.OperationRule.Step;
import io.nicotask.domain.task.RuleId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What is really there: the store, the clocks, the hardware. Whoever asks here learns the truth, and no fault strikes. */
final class Ground {

    static final TaskScope SCOPE = new TaskScope(PROVIDER, SITE);

    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    /** Shelves first; then trays, and beside them switches, which must not be cut off. */
    private static final OperationRule POWER = new OperationRule(
            new RuleId(new UUID(8, 1)),
            Operation.POWER_ON,
            List.of(
                    List.of(step(ComponentType.POWER_SHELF, Interruption.INTERRUPTIBLE, 1)),
                    List.of(
                            step(ComponentType.COMPUTE, Interruption.INTERRUPTIBLE, 0),
                            step(ComponentType.NV_SWITCH, Interruption.FINISH_FIRST, 0))));

    private static final OperationRule FIRMWARE = new OperationRule(
            new RuleId(new UUID(8, 2)),
            Operation.UPGRADE,
            List.of(List.of(step(ComponentType.COMPUTE, Interruption.FINISH_FIRST, 1))));

    /** The clock of the database. */
    final SettableClock storeClock = new SettableClock(START);

    /** The clock of the servers, which can be set. */
    final SettableClock wallClock = new SettableClock(START);

    final InMemoryStore store = new InMemoryStore(storeClock);
    final InMemoryOperationRules rules = new InMemoryOperationRules();
    final RackHardware hardware;
    private final boolean epochsAreChecked;
    private long lastTask;

    Ground(Dice dice, Faults faults, boolean epochsAreChecked) {
        this.epochsAreChecked = epochsAreChecked;
        this.hardware = hardware(dice, faults);
        store.put(ORG, PROVIDER);
        store.put(new Site(SITE, PROVIDER, true, true));
        rules.putDefault(POWER);
        rules.putDefault(FIRMWARE);
    }

    /** The store's ports, by the servers' clock. */
    Ports ports() {
        Ports own = store.ports();
        return new Ports(
                own.tasks(),
                own.racks(),
                own.leases(),
                own.outbox(),
                own.audit(),
                own.access(),
                own.transactions(),
                own.conflicts(),
                wallClock);
    }

    TaskIds ids() {
        return () -> {
            lastTask++;
            return new TaskId(new UUID(0, lastTask));
        };
    }

    /** How many ids were given; not each has become a task. */
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

    Optional<Stop> stopOf(TaskId task) {
        return store.outbox().stopOf(SCOPE, task);
    }

    boolean isConfirmed(TaskId task) {
        return stopOf(task).filter(stop -> stop.confirmedAt() != null).isPresent();
    }

    boolean epochsAreChecked() {
        return epochsAreChecked;
    }

    private RackHardware hardware(Dice dice, Faults faults) {
        ScriptedHardware scripted = new ScriptedHardware();
        for (ComponentType type : ComponentType.values()) {
            scripted.takes(dice.between(1, 6), type);
        }
        if (faults.strikes(Fault.HARDWARE_BREAKS, 8)) {
            scripted.breaks(ScriptedHardware.component(ComponentType.COMPUTE, 1), "it broke", dice.between(1, 2));
        }
        scripted.answersAborts(
                ScriptedHardware.component(ComponentType.POWER_SHELF, 2),
                new Abort.CannotStopNow(),
                dice.chance(200) ? new Abort.NeedsAttention("cut off") : new Abort.Stopped());
        return epochsAreChecked
                ? scripted
                : Twist.on(
                        RackHardware.class,
                        scripted,
                        call -> call.is("components") ? call.goOn() : call.goOnWith(withoutEpoch(call.argument(0))));
    }

    /** To hardware that checks no epochs all are alike. */
    private static Order withoutEpoch(Order order) {
        return new Order(
                order.task(),
                order.run(),
                order.attempt(),
                new Epoch(1),
                order.rack(),
                order.operation(),
                order.stage(),
                order.type(),
                order.components(),
                order.round());
    }

    private static Step step(ComponentType type, Interruption interruption, int retries) {
        return new Step(type, interruption, retries, Duration.ofSeconds(60));
    }
}
