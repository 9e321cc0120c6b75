package io.nicotask.application.simulation;

import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.Racks;
import io.nicotask.application.port.SubmitKeys;
import io.nicotask.application.port.TaskStore;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.port.WorkflowWatch;
import io.nicotask.application.relay.RackSweep;
import io.nicotask.application.relay.Relay;
import io.nicotask.application.relay.Sweep;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Everything that takes part in one schedule, put together by its dice. */
final class World {

    private static final int SERVERS = 2;

    final Dice dice;
    final Faults faults;
    final int racks;
    final Ground ground;
    final Engines engines;
    final Scheduler scheduler;
    final Trace trace;
    final Referee referee = new Referee();
    final Coverage coverage = new Coverage();
    final Ledger ledger = new Ledger();
    final EngineLaws engineLaws;
    private final Parts parts;
    final UseCases useCases;
    final Loops loops;
    final Clients clients;
    final Weather weather;

    private final boolean foreign;
    private final List<Fiber> atHome;

    World(long seed, Defect defect, boolean traced) {
        dice = new Dice(seed);
        faults = new Faults(dice);
        racks = dice.oneOf(List.of(1, 2, 3, 12));
        foreign = dice.chance(100);
        ground = new Ground(dice, faults, dice.chance(500));
        engines = new Engines(faults, dice.chance(250));
        scheduler = new Scheduler(dice, ground.storeClock, ground.wallClock);
        trace = new Trace(traced, scheduler);
        engineLaws = new EngineLaws(referee, ground, engines, ledger);
        parts = crossed(defect.plantedInto(sound(), this));
        useCases = UseCases.over(parts, ground.ids());
        loops = loops(parts);
        clients = new Clients(this, new AnswerLaws(referee, ground, ledger));
        weather = new Weather(this);
        scheduler.spawn("weather", weather::live);
        atHome = IntStream.rangeClosed(1, dice.between(1, 4))
                .mapToObj(number -> scheduler.spawn("client-" + number, clients::live))
                .toList();
    }

    /** Whoever is halted: another process takes over. */
    void revive() {
        Fiber fiber = scheduler.current();
        if (fiber == null) {
            throw new IllegalStateException("Nobody is there to be revived");
        }
        fiber.revive();
        scheduler.sleep(dice.between(100, 3_000));
    }

    /** The parts as the use cases have them. */
    Parts parts() {
        return parts;
    }

    boolean clientsAreDone() {
        return atHome.stream().allMatch(Fiber::hasEnded);
    }

    private Parts sound() {
        if (foreign) {
            engines.bringForeignWorkflows();
        }
        return new Parts(
                ground.ports(),
                ground.store.submitKeys(),
                ground.store.watch(),
                engines.port(),
                ground.rules,
                ground.hardware,
                () -> Duration.ofMillis(scheduler.now()));
    }

    private Loops loops(Parts parts) {
        Loops all = new Loops(
                this,
                IntStream.range(0, SERVERS)
                        .mapToObj(server -> new Relay(parts.ports(), parts.engine(), dice.generator()))
                        .toList());
        all.start(
                IntStream.range(0, SERVERS)
                        .mapToObj(server -> new Sweep(parts.ports(), parts.watch(), parts.engine()))
                        .toList(),
                IntStream.range(0, SERVERS)
                        .mapToObj(server -> new RackSweep(parts.ports()))
                        .toList());
        return all;
    }

    /** The parts as they look to the use cases: every call crosses the border. */
    private Parts crossed(Parts parts) {
        RackLaws rackLaws = new RackLaws(referee, ground, ledger, scheduler);
        FailureLaws failures = new FailureLaws(referee, ground, engines, rackLaws, scheduler);
        Workflows workflows = new Workflows(this, new AttemptLaws(referee, ledger), foreign);
        Witness witness = new Witness(
                referee,
                new TaskLaws(referee, ground, ledger, failures, coverage),
                rackLaws,
                new ClaimLaws(referee, scheduler, failures),
                engineLaws,
                workflows::started);
        Border border = new Border(scheduler, faults, dice, witness, trace, !ground.epochsAreChecked());
        return new Parts(
                crossed(parts.ports(), border),
                border.before(SubmitKeys.class, parts.keys()),
                border.before(WorkflowWatch.class, parts.watch()),
                border.before(WorkflowEngine.class, parts.engine()),
                parts.rules(),
                border.before(RackHardware.class, parts.hardware()),
                parts.stopwatch());
    }

    private static Ports crossed(Ports ports, Border border) {
        return new Ports(
                border.before(TaskStore.class, ports.tasks()),
                border.before(Racks.class, ports.racks()),
                border.before(RackLeases.class, ports.leases()),
                border.before(WorkflowOutbox.class, ports.outbox()),
                border.before(AuditTrail.class, ports.audit()),
                border.before(AccessPolicy.class, ports.access()),
                border.before(Transactions.class, ports.transactions()),
                ports.conflicts(),
                ports.clock());
    }
}
