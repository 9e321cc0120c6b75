package io.nicotask.application.simulation;

import io.nicotask.application.internal.work.BackgroundWork;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.StopQueries;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.UnfinishedSteps;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowMonitor;
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

    /** Whether there is another site, whose engine never answers. */
    final boolean hasNeighbour;

    final GroundTruth truth;
    final SimulatedEngines engines;
    final FiberScheduler scheduler;
    final SimulationTrace trace;
    final InvariantChecker invariants = new InvariantChecker();
    final TransitionCoverage coverage = new TransitionCoverage();
    final CommittedHistory committed = new CommittedHistory();
    final StruckTasks struck;
    final FaultInjector injector;
    final SimulatedWorkflows workflows;
    final SimulatedWorkers workers = new SimulatedWorkers(this);
    final EngineInvariants engineInvariants;
    private final SimulatedPorts ports;
    final SimulatedUseCases useCases;
    final SimulatedBackgroundServices services;
    final SimulatedClients clients;
    final EnvironmentFaults environment;

    /** Whether the workflows are those of another service. */
    final boolean external;

    private final List<Fiber> clientFibers;

    SimulatedWorld(long seed, Defect defect, boolean traced) {
        random = new SeededRandom(seed);
        faults = new FaultPlan(random);
        racks = random.pick(List.of(1, 2, 3, 12, 12));
        external = random.chance(100);
        hasNeighbour = random.chance(100);
        truth = new GroundTruth(random, faults);
        engines = new SimulatedEngines(faults, random.chance(250));
        scheduler = new FiberScheduler(random, truth.clocks());
        trace = new SimulationTrace(traced, scheduler);
        struck = new StruckTasks(committed, truth, scheduler);
        injector = new FaultInjector(scheduler, faults, random, trace, struck);
        workflows = new SimulatedWorkflows(this, new AttemptInvariants(invariants, committed), external);
        engineInvariants = new EngineInvariants(invariants, truth, engines, committed);
        ports = withFaults(defect.plantedInto(sound(), this));
        useCases = SimulatedUseCases.over(ports, truth.ids());
        services = services(ports);
        clients = new SimulatedClients(this, new AnswerInvariants(invariants, truth, committed));
        environment = new EnvironmentFaults(this);
        scheduler.spawn("environment", environment::run);
        scheduler.spawn("operator", new SimulatedOperator(this)::run);
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
        SickNeighbour neighbour = new SickNeighbour(this);
        if (hasNeighbour) {
            neighbour.writeStarts(truth.ports().storage());
        }
        return new SimulatedPorts(
                truth.ports(),
                neighbour.silence(engines.port()),
                truth.rules,
                truth.hardware,
                new SimulatedPorts.LeaseClocks(() -> Duration.ofMillis(scheduler.now()), truth.wallClock));
    }

    private SimulatedBackgroundServices services(SimulatedPorts ports) {
        SimulatedBackgroundServices all = new SimulatedBackgroundServices(
                this,
                IntStream.range(0, SERVERS)
                        .mapToObj(
                                server -> BackgroundWork.dispatcher(ports.ports(), ports.engine(), random.generator()))
                        .toList());
        all.start(IntStream.range(0, SERVERS)
                .mapToObj(worker -> ObserveSteps.using(ports.ports(), ports.hardware()))
                .toList());
        return all;
    }

    /** Wraps the ports, so that faults are injected into every call. */
    private SimulatedPorts withFaults(SimulatedPorts ports) {
        RackInvariants rackInvariants = new RackInvariants(invariants, truth, committed, scheduler);
        FailureInvariants failures = new FailureInvariants(invariants, truth, engines, rackInvariants);
        CallObserver observer = new CallObserver(
                invariants,
                new TaskInvariants(invariants, truth, committed, failures, coverage),
                rackInvariants,
                new ClaimInvariants(invariants, truth, scheduler, new NeighbourInvariants(invariants, truth)),
                engineInvariants,
                struck,
                workflows::start);
        FaultInjectingPorts faulty = new FaultInjectingPorts(injector, observer, trace);
        return new SimulatedPorts(
                withFaults(ports.ports(), faulty),
                faulty.wrap(WorkflowEngine.class, ports.engine()),
                ports.rules(),
                faulty.wrap(RackHardware.class, ports.hardware()),
                ports.clocks());
    }

    private static Ports withFaults(Ports ports, FaultInjectingPorts faulty) {
        return new Ports(
                faulty.wrap(ports.storage()),
                faulty.wrap(TaskQueries.class, ports.tasks()),
                faulty.wrap(StopQueries.class, ports.stops()),
                faulty.wrap(WorkQueue.class, ports.queue()),
                faulty.wrap(WorkflowMonitor.class, ports.monitor()),
                faulty.wrap(RackLeases.class, ports.leases()),
                faulty.wrap(UnfinishedSteps.class, ports.unfinishedSteps()),
                faulty.wrap(AuditTrail.class, ports.audit()),
                faulty.wrap(AccessPolicy.class, ports.access()),
                ports.conflicts(),
                ports.clock());
    }
}
