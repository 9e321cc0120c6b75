package io.nicotask.application.simulation;

import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.Racks;
import io.nicotask.application.port.Stopwatch;
import io.nicotask.application.port.SubmitKeys;
import io.nicotask.application.port.TaskStore;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.port.WorkflowWatch;
import java.util.function.UnaryOperator;

/** All that the use cases ask of the world outside. */
record Parts(
        Ports ports,
        SubmitKeys keys,
        WorkflowWatch watch,
        WorkflowEngine engine,
        OperationRules rules,
        RackHardware hardware,
        Stopwatch stopwatch) {

    Parts withTasks(UnaryOperator<TaskStore> twist) {
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

    Parts withRacks(UnaryOperator<Racks> twist) {
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

    Parts withLeases(UnaryOperator<RackLeases> twist) {
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

    Parts withOutbox(UnaryOperator<WorkflowOutbox> twist) {
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

    Parts withAudit(UnaryOperator<AuditTrail> twist) {
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

    Parts withKeys(UnaryOperator<SubmitKeys> twist) {
        return new Parts(ports, twist.apply(keys), watch, engine, rules, hardware, stopwatch);
    }

    Parts withWatch(UnaryOperator<WorkflowWatch> twist) {
        return new Parts(ports, keys, twist.apply(watch), engine, rules, hardware, stopwatch);
    }

    Parts withEngine(UnaryOperator<WorkflowEngine> twist) {
        return new Parts(ports, keys, watch, twist.apply(engine), rules, hardware, stopwatch);
    }

    Parts withRules(UnaryOperator<OperationRules> twist) {
        return new Parts(ports, keys, watch, engine, twist.apply(rules), hardware, stopwatch);
    }

    Parts withStopwatch(UnaryOperator<Stopwatch> twist) {
        return new Parts(ports, keys, watch, engine, rules, hardware, twist.apply(stopwatch));
    }

    Parts with(Ports others) {
        return new Parts(others, keys, watch, engine, rules, hardware, stopwatch);
    }
}
