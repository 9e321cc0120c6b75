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
import io.nicotask.application.port.UnfinishedSteps;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.worker.ObserveSteps;
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
    private final SimulatedPorts ports;
    final SimulatedUseCases useCases;
    final SimulatedBackgroundServices services;
    final SimulatedClients clients;
    final EnvironmentFaults environment;

    private final boolean external;
    private final List<Fiber> clientFibers;

    SimulatedWorld(long seed, Defect defect, boolean traced) {
        random = new SeededRandom(seed);
        faults = new FaultPlan(random);
        racks = random.pick(List.of(1, 2, 3, 12));
        external = random.chance(100);
        truth = new GroundTruth(random, faults);
        engines = new SimulatedEngines(faults, random.chance(250));
        scheduler = new FiberScheduler(random, truth.storeClock, truth.wallClock);
        trace = new SimulationTrace(traced, scheduler);
        engineInvariants = new EngineInvariants(invariants, truth, engines, committed);
        ports = withFaults(defect.plantedInto(sound(), this));
        useCases = SimulatedUseCases.over(ports, truth.ids());
        services = services(ports);
        clients = new SimulatedClients(this, new AnswerInvariants(invariants, truth, committed));
        environment = new EnvironmentFaults(this);
        scheduler.spawn("environment", environment::run);
        clientFibers = IntStream.rangeClosed(1, random.between(1, 4))
                .mapToObj(number -> scheduler.spawn("client-" + number, clients::run))
                .toList();
    }

    /** Lets another process continue the work of the current fiber after its process was halted. */
    void revive() {
        Fiber fiber = scheduler.current();
        if (fiber == null) {
            throw new IllegalStateException("No fiber is running");
        }
        fiber.revive();
        scheduler.sleep(random.between(100, 3_000));
    }

    /** The ports that the use cases call. */
    SimulatedPorts ports() {
        return ports;
    }

    boolean clientsAreDone() {
        return clientFibers.stream().allMatch(Fiber::hasEnded);
    }

    private SimulatedPorts sound() {
        if (external) {
            engines.useExternalWorkflows();
        }
        return new SimulatedPorts(
                truth.ports(),
                truth.store.workflowMonitor(),
                engines.port(),
                truth.rules,
                truth.hardware,
                new SimulatedPorts.LeaseClocks(() -> Duration.ofMillis(scheduler.now()), truth.wallClock));
    }

    private SimulatedBackgroundServices services(SimulatedPorts ports) {
        SimulatedBackgroundServices all = new SimulatedBackgroundServices(
                this,
                IntStream.range(0, SERVERS)
                        .mapToObj(server -> new OutboxRelay(ports.ports(), ports.engine(), random.generator()))
                        .toList());
        all.start(
                IntStream.range(0, SERVERS)
                        .mapToObj(server -> new WorkflowReconciler(ports.ports(), ports.monitor(), ports.engine()))
                        .toList(),
                IntStream.range(0, SERVERS)
                        .mapToObj(server -> new RackReconciler(ports.ports()))
                        .toList(),
                IntStream.range(0, SERVERS)
                        .mapToObj(worker -> ObserveSteps.using(ports.ports(), ports.hardware()))
                        .toList());
        return all;
    }

    /** Wraps the ports, so that faults are injected into every call. */
    private SimulatedPorts withFaults(SimulatedPorts ports) {
        RackInvariants rackInvariants = new RackInvariants(invariants, truth, committed, scheduler);
        FailureInvariants failures = new FailureInvariants(invariants, truth, engines, rackInvariants, scheduler);
        SimulatedWorkflows workflows =
                new SimulatedWorkflows(this, new AttemptInvariants(invariants, committed), external);
        CallObserver observer = new CallObserver(
                invariants,
                new TaskInvariants(invariants, truth, committed, failures, coverage),
                rackInvariants,
                new ClaimInvariants(invariants, scheduler, failures),
                engineInvariants,
                workflows::start);
        FaultInjectingPorts injector = new FaultInjectingPorts(scheduler, faults, random, observer, trace);
        return new SimulatedPorts(
                withFaults(ports.ports(), injector),
                injector.wrap(WorkflowMonitor.class, ports.monitor()),
                injector.wrap(WorkflowEngine.class, ports.engine()),
                ports.rules(),
                injector.wrap(RackHardware.class, ports.hardware()),
                ports.clocks());
    }

    private static Ports withFaults(Ports ports, FaultInjectingPorts injector) {
        return new Ports(
                injector.wrap(TaskStore.class, ports.tasks()),
                injector.wrap(RackReservations.class, ports.racks()),
                injector.wrap(RackLeases.class, ports.leases()),
                injector.wrap(UnfinishedSteps.class, ports.unfinishedSteps()),
                injector.wrap(WorkflowOutbox.class, ports.outbox()),
                injector.wrap(AuditTrail.class, ports.audit()),
                injector.wrap(IdempotencyKeys.class, ports.keys()),
                injector.wrap(AccessPolicy.class, ports.access()),
                injector.wrap(Transactions.class, ports.transactions()),
                ports.conflicts(),
                ports.clock());
    }
}
