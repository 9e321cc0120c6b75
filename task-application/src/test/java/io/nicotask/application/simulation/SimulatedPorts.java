package io.nicotask.application.simulation;

import io.nicotask.application.port.MonotonicClock;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackChecks;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowOutbox;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/** All ports of the use cases. */
record SimulatedPorts(
        Ports ports,
        WorkflowMonitor monitor,
        WorkflowEngine engine,
        OperationRules rules,
        RackHardware hardware,
        LeaseClocks clocks) {

    SimulatedPorts withStorage(UnaryOperator<TaskStorage> wrap) {
        return with(wrap.apply(ports.storage()), ports.tasks(), ports.outbox(), ports.racks(), ports.leases());
    }

    SimulatedPorts withTasks(UnaryOperator<TaskQueries> wrap) {
        return with(ports.storage(), wrap.apply(ports.tasks()), ports.outbox(), ports.racks(), ports.leases());
    }

    SimulatedPorts withOutbox(UnaryOperator<WorkflowOutbox> wrap) {
        return with(ports.storage(), ports.tasks(), wrap.apply(ports.outbox()), ports.racks(), ports.leases());
    }

    SimulatedPorts withRacks(UnaryOperator<RackChecks> wrap) {
        return with(ports.storage(), ports.tasks(), ports.outbox(), wrap.apply(ports.racks()), ports.leases());
    }

    SimulatedPorts withLeases(UnaryOperator<RackLeases> wrap) {
        return with(ports.storage(), ports.tasks(), ports.outbox(), ports.racks(), wrap.apply(ports.leases()));
    }

    SimulatedPorts withEngine(UnaryOperator<WorkflowEngine> wrap) {
        return new SimulatedPorts(ports, monitor, wrap.apply(engine), rules, hardware, clocks);
    }

    SimulatedPorts withRules(UnaryOperator<OperationRules> wrap) {
        return new SimulatedPorts(ports, monitor, engine, wrap.apply(rules), hardware, clocks);
    }

    SimulatedPorts withHardware(UnaryOperator<RackHardware> wrap) {
        return new SimulatedPorts(ports, monitor, engine, rules, wrap.apply(hardware), clocks);
    }

    SimulatedPorts withClocks(LeaseClocks others) {
        return new SimulatedPorts(ports, monitor, engine, rules, hardware, others);
    }

    /** The ports of a worker, which measures the age of its leases by its own clocks. */
    Ports workerPorts() {
        return new Ports(
                ports.storage(),
                ports.tasks(),
                ports.outbox(),
                ports.racks(),
                ports.leases(),
                ports.unfinishedSteps(),
                ports.audit(),
                ports.access(),
                ports.conflicts(),
                clocks.wall());
    }

    private SimulatedPorts with(
            TaskStorage storage, TaskQueries tasks, WorkflowOutbox outbox, RackChecks racks, RackLeases leases) {
        Ports others = new Ports(
                storage,
                tasks,
                outbox,
                racks,
                leases,
                ports.unfinishedSteps(),
                ports.audit(),
                ports.access(),
                ports.conflicts(),
                ports.clock());
        return new SimulatedPorts(others, monitor, engine, rules, hardware, clocks);
    }

    /** The two clocks of a worker. */
    record LeaseClocks(MonotonicClock monotonic, InstantSource wall) {}
}
