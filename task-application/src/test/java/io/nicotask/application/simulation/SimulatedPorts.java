package io.nicotask.application.simulation;

import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.IdempotencyKeys;
import io.nicotask.application.port.MonotonicClock;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackReservations;
import io.nicotask.application.port.TaskStore;
import io.nicotask.application.port.UnfinishedSteps;
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

    SimulatedPorts withTasks(UnaryOperator<TaskStore> wrap) {
        return with(
                wrap.apply(ports.tasks()),
                ports.racks(),
                ports.leases(),
                ports.unfinishedSteps(),
                ports.outbox(),
                ports.audit(),
                ports.keys());
    }

    SimulatedPorts withRacks(UnaryOperator<RackReservations> wrap) {
        return with(
                ports.tasks(),
                wrap.apply(ports.racks()),
                ports.leases(),
                ports.unfinishedSteps(),
                ports.outbox(),
                ports.audit(),
                ports.keys());
    }

    SimulatedPorts withLeases(UnaryOperator<RackLeases> wrap) {
        return with(
                ports.tasks(),
                ports.racks(),
                wrap.apply(ports.leases()),
                ports.unfinishedSteps(),
                ports.outbox(),
                ports.audit(),
                ports.keys());
    }

    SimulatedPorts withOutbox(UnaryOperator<WorkflowOutbox> wrap) {
        return with(
                ports.tasks(),
                ports.racks(),
                ports.leases(),
                ports.unfinishedSteps(),
                wrap.apply(ports.outbox()),
                ports.audit(),
                ports.keys());
    }

    SimulatedPorts withAudit(UnaryOperator<AuditTrail> wrap) {
        return with(
                ports.tasks(),
                ports.racks(),
                ports.leases(),
                ports.unfinishedSteps(),
                ports.outbox(),
                wrap.apply(ports.audit()),
                ports.keys());
    }

    SimulatedPorts withKeys(UnaryOperator<IdempotencyKeys> wrap) {
        return with(
                ports.tasks(),
                ports.racks(),
                ports.leases(),
                ports.unfinishedSteps(),
                ports.outbox(),
                ports.audit(),
                wrap.apply(ports.keys()));
    }

    SimulatedPorts withMonitor(UnaryOperator<WorkflowMonitor> wrap) {
        return new SimulatedPorts(ports, wrap.apply(monitor), engine, rules, hardware, clocks);
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

    SimulatedPorts withSteps(UnaryOperator<UnfinishedSteps> wrap) {
        return with(
                ports.tasks(),
                ports.racks(),
                ports.leases(),
                wrap.apply(ports.unfinishedSteps()),
                ports.outbox(),
                ports.audit(),
                ports.keys());
    }

    SimulatedPorts withClocks(LeaseClocks others) {
        return new SimulatedPorts(ports, monitor, engine, rules, hardware, others);
    }

    /** The ports of a worker, which measures the age of its leases by its own clocks. */
    Ports workerPorts() {
        return new Ports(
                ports.tasks(),
                ports.racks(),
                ports.leases(),
                ports.unfinishedSteps(),
                ports.outbox(),
                ports.audit(),
                ports.keys(),
                ports.access(),
                ports.transactions(),
                ports.conflicts(),
                clocks.wall());
    }

    private SimulatedPorts with(
            TaskStore tasks,
            RackReservations racks,
            RackLeases leases,
            UnfinishedSteps steps,
            WorkflowOutbox outbox,
            AuditTrail audit,
            IdempotencyKeys keys) {
        Ports others = new Ports(
                tasks,
                racks,
                leases,
                steps,
                outbox,
                audit,
                keys,
                ports.access(),
                ports.transactions(),
                ports.conflicts(),
                ports.clock());
        return new SimulatedPorts(others, monitor, engine, rules, hardware, clocks);
    }

    /** The two clocks of a worker. */
    record LeaseClocks(MonotonicClock monotonic, InstantSource wall) {}
}
