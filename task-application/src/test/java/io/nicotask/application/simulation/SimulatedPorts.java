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
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowOutbox;
import java.util.function.UnaryOperator;

/** All ports of the use cases. */
record SimulatedPorts(
        Ports ports,
        IdempotencyKeys keys,
        WorkflowMonitor monitor,
        WorkflowEngine engine,
        OperationRules rules,
        RackHardware hardware,
        MonotonicClock clock) {

    SimulatedPorts withTasks(UnaryOperator<TaskStore> twist) {
        return with(new Ports(
                twist.apply(ports.tasks()),
                ports.racks(),
                ports.leases(),
                ports.outbox(),
                ports.audit(),
                ports.access(),
                ports.transactions(),
                ports.conflicts(),
                ports.clock()));
    }

    SimulatedPorts withRacks(UnaryOperator<RackReservations> twist) {
        return with(new Ports(
                ports.tasks(),
                twist.apply(ports.racks()),
                ports.leases(),
                ports.outbox(),
                ports.audit(),
                ports.access(),
                ports.transactions(),
                ports.conflicts(),
                ports.clock()));
    }

    SimulatedPorts withLeases(UnaryOperator<RackLeases> twist) {
        return with(new Ports(
                ports.tasks(),
                ports.racks(),
                twist.apply(ports.leases()),
                ports.outbox(),
                ports.audit(),
                ports.access(),
                ports.transactions(),
                ports.conflicts(),
                ports.clock()));
    }

    SimulatedPorts withOutbox(UnaryOperator<WorkflowOutbox> twist) {
        return with(new Ports(
                ports.tasks(),
                ports.racks(),
                ports.leases(),
                twist.apply(ports.outbox()),
                ports.audit(),
                ports.access(),
                ports.transactions(),
                ports.conflicts(),
                ports.clock()));
    }

    SimulatedPorts withAudit(UnaryOperator<AuditTrail> twist) {
        return with(new Ports(
                ports.tasks(),
                ports.racks(),
                ports.leases(),
                ports.outbox(),
                twist.apply(ports.audit()),
                ports.access(),
                ports.transactions(),
                ports.conflicts(),
                ports.clock()));
    }

    SimulatedPorts withKeys(UnaryOperator<IdempotencyKeys> twist) {
        return new SimulatedPorts(ports, twist.apply(keys), monitor, engine, rules, hardware, clock);
    }

    SimulatedPorts withWatch(UnaryOperator<WorkflowMonitor> twist) {
        return new SimulatedPorts(ports, keys, twist.apply(monitor), engine, rules, hardware, clock);
    }

    SimulatedPorts withEngine(UnaryOperator<WorkflowEngine> twist) {
        return new SimulatedPorts(ports, keys, monitor, twist.apply(engine), rules, hardware, clock);
    }

    SimulatedPorts withRules(UnaryOperator<OperationRules> twist) {
        return new SimulatedPorts(ports, keys, monitor, engine, twist.apply(rules), hardware, clock);
    }

    SimulatedPorts withStopwatch(UnaryOperator<MonotonicClock> twist) {
        return new SimulatedPorts(ports, keys, monitor, engine, rules, hardware, twist.apply(clock));
    }

    SimulatedPorts with(Ports others) {
        return new SimulatedPorts(others, keys, monitor, engine, rules, hardware, clock);
    }
}
