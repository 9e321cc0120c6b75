package io.nicotask.application.simulation;

import io.nicotask.application.port.MonotonicClock;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowMonitor;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/** All ports of the use cases. */
record SimulatedPorts(
        Ports ports, WorkflowEngine engine, OperationRules rules, RackHardware hardware, LeaseClocks clocks) {

    SimulatedPorts withStorage(UnaryOperator<TaskStorage> wrap) {
        return with(wrap.apply(ports.storage()), ports.tasks(), ports.queue(), ports.monitor(), ports.leases());
    }

    SimulatedPorts withTasks(UnaryOperator<TaskQueries> wrap) {
        return with(ports.storage(), wrap.apply(ports.tasks()), ports.queue(), ports.monitor(), ports.leases());
    }

    SimulatedPorts withQueue(UnaryOperator<WorkQueue> wrap) {
        return with(ports.storage(), ports.tasks(), wrap.apply(ports.queue()), ports.monitor(), ports.leases());
    }

    SimulatedPorts withMonitor(UnaryOperator<WorkflowMonitor> wrap) {
        return with(ports.storage(), ports.tasks(), ports.queue(), wrap.apply(ports.monitor()), ports.leases());
    }

    SimulatedPorts withLeases(UnaryOperator<RackLeases> wrap) {
        return with(ports.storage(), ports.tasks(), ports.queue(), ports.monitor(), wrap.apply(ports.leases()));
    }

    SimulatedPorts withEngine(UnaryOperator<WorkflowEngine> wrap) {
        return new SimulatedPorts(ports, wrap.apply(engine), rules, hardware, clocks);
    }

    SimulatedPorts withRules(UnaryOperator<OperationRules> wrap) {
        return new SimulatedPorts(ports, engine, wrap.apply(rules), hardware, clocks);
    }

    SimulatedPorts withHardware(UnaryOperator<RackHardware> wrap) {
        return new SimulatedPorts(ports, engine, rules, wrap.apply(hardware), clocks);
    }

    SimulatedPorts withClocks(LeaseClocks others) {
        return new SimulatedPorts(ports, engine, rules, hardware, others);
    }

    /** The ports of a worker, which measures the age of its leases by its own clocks. */
    Ports workerPorts() {
        return ports(ports.storage(), ports.tasks(), ports.queue(), ports.monitor(), ports.leases(), clocks.wall());
    }

    private SimulatedPorts with(
            TaskStorage storage, TaskQueries tasks, WorkQueue queue, WorkflowMonitor monitor, RackLeases leases) {
        Ports others = ports(storage, tasks, queue, monitor, leases, ports.clock());
        return new SimulatedPorts(others, engine, rules, hardware, clocks);
    }

    private Ports ports(
            TaskStorage storage,
            TaskQueries tasks,
            WorkQueue queue,
            WorkflowMonitor monitor,
            RackLeases leases,
            InstantSource clock) {
        return new Ports(
                storage,
                tasks,
                ports.stops(),
                queue,
                monitor,
                leases,
                ports.unfinishedSteps(),
                ports.audit(),
                ports.access(),
                ports.conflicts(),
                clock);
    }

    /** The two clocks of a worker. */
    record LeaseClocks(MonotonicClock monotonic, InstantSource wall) {}
}
