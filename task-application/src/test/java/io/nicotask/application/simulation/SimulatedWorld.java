package io.nicotask.application.simulation;

import io.nicotask.application.internal.work.OutboxRelay;
import io.nicotask.application.internal.work.RackReconciler;
import io.nicotask.application.internal.work.WorkflowReconciler;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.IdempotencyKeys;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackReservations;
import io.nicotask.application.port.TaskStore;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowOutbox;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Everything that takes part in one schedule, put together by the seeded random numbers. */
final class SimulatedWorld {

    private static final int SERVERS = 2;

    final SeededRandom random;
    final FaultPlan faults;
    final int racks;
    final GroundTruth truth;
    final SimulatedEngines engines;
    final FiberScheduler scheduler;
    final SimulationTrace trace;
    final InvariantChecker invariants = new InvariantChecker();
    final TransitionCoverage coverage = new TransitionCoverage();
    final CommittedHistory committed = new CommittedHistory();
    final EngineInvariants engineInvariants;
    private final SimulatedPorts parts;
    final SimulatedUseCases useCases;
    final SimulatedBackgroundServices loops;
    final SimulatedClients clients;
    final EnvironmentFaults environment;

    private final boolean foreign;
    private final List<Fiber> atHome;

    SimulatedWorld(long seed, Defect defect, boolean traced) {
        random = new SeededRandom(seed);
        faults = new FaultPlan(random);
        racks = random.pick(List.of(1, 2, 3, 12));
        foreign = random.chance(100);
        truth = new GroundTruth(random, faults, random.chance(500));
        engines = new SimulatedEngines(faults, random.chance(250));
        scheduler = new FiberScheduler(random, truth.storeClock, truth.wallClock);
        trace = new SimulationTrace(traced, scheduler);
        engineInvariants = new EngineInvariants(invariants, truth, engines, committed);
        parts = crossed(defect.plantedInto(sound(), this));
        useCases = SimulatedUseCases.over(parts, truth.ids());
        loops = loops(parts);
        clients = new SimulatedClients(this, new AnswerInvariants(invariants, truth, committed));
        environment = new EnvironmentFaults(this);
        scheduler.spawn("weather", environment::run);
        atHome = IntStream.rangeClosed(1, random.between(1, 4))
                .mapToObj(number -> scheduler.spawn("client-" + number, clients::run))
                .toList();
    }

    /** Lets another process continue the work of the current fiber after its process was halted. */
    void revive() {
        Fiber fiber = scheduler.current();
        if (fiber == null) {
            throw new IllegalStateException("Nobody is there to be revived");
        }
        fiber.revive();
        scheduler.sleep(random.between(100, 3_000));
    }

    /** The ports that the use cases call. */
    SimulatedPorts parts() {
        return parts;
    }

    boolean clientsAreDone() {
        return atHome.stream().allMatch(Fiber::hasEnded);
    }

    private SimulatedPorts sound() {
        if (foreign) {
            engines.bringForeignWorkflows();
        }
        return new SimulatedPorts(
                truth.ports(),
                truth.store.idempotencyKeys(),
                truth.store.workflowMonitor(),
                engines.port(),
                truth.rules,
                truth.hardware,
                () -> Duration.ofMillis(scheduler.now()));
    }

    private SimulatedBackgroundServices loops(SimulatedPorts parts) {
        SimulatedBackgroundServices all = new SimulatedBackgroundServices(
                this,
                IntStream.range(0, SERVERS)
                        .mapToObj(server -> new OutboxRelay(parts.ports(), parts.engine(), random.generator()))
                        .toList());
        all.start(
                IntStream.range(0, SERVERS)
                        .mapToObj(server -> new WorkflowReconciler(parts.ports(), parts.monitor(), parts.engine()))
                        .toList(),
                IntStream.range(0, SERVERS)
                        .mapToObj(server -> new RackReconciler(parts.ports()))
                        .toList());
        return all;
    }

    /** Wraps the ports, so that faults are injected into every call. */
    private SimulatedPorts crossed(SimulatedPorts parts) {
        RackInvariants rackInvariants = new RackInvariants(invariants, truth, committed, scheduler);
        FailureInvariants failures = new FailureInvariants(invariants, truth, engines, rackInvariants, scheduler);
        SimulatedWorkflows workflows =
                new SimulatedWorkflows(this, new AttemptInvariants(invariants, committed), foreign);
        CallObserver observer = new CallObserver(
                invariants,
                new TaskInvariants(invariants, truth, committed, failures, coverage),
                rackInvariants,
                new ClaimInvariants(invariants, scheduler, failures),
                engineInvariants,
                workflows::started);
        FaultInjectingPorts injector =
                new FaultInjectingPorts(scheduler, faults, random, observer, trace, !truth.checksFencingTokens());
        return new SimulatedPorts(
                crossed(parts.ports(), injector),
                injector.before(IdempotencyKeys.class, parts.keys()),
                injector.before(WorkflowMonitor.class, parts.monitor()),
                injector.before(WorkflowEngine.class, parts.engine()),
                parts.rules(),
                injector.before(RackHardware.class, parts.hardware()),
                parts.clock());
    }

    private static Ports crossed(Ports ports, FaultInjectingPorts injector) {
        return new Ports(
                injector.before(TaskStore.class, ports.tasks()),
                injector.before(RackReservations.class, ports.racks()),
                injector.before(RackLeases.class, ports.leases()),
                injector.before(WorkflowOutbox.class, ports.outbox()),
                injector.before(AuditTrail.class, ports.audit()),
                injector.before(AccessPolicy.class, ports.access()),
                injector.before(Transactions.class, ports.transactions()),
                ports.conflicts(),
                ports.clock());
    }
}
