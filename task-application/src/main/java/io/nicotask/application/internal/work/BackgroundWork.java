package io.nicotask.application.internal.work;

import io.nicotask.application.port.Ports;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkflowEngine;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Puts the handlers of all kinds of work together that need no hardware. */
public final class BackgroundWork {

    private BackgroundWork() {}

    /**
     * Creates the dispatcher of a process.
     *
     * @param random the source of the jitter of retries
     */
    public static WorkDispatcher dispatcher(Ports ports, WorkflowEngine engine, RandomGenerator random) {
        EngineCircuitBreakers breakers = new EngineCircuitBreakers(ports.clock());
        return new WorkDispatcher(ports.queue(), breakers, handlers(ports, engine, breakers), ports.clock(), random);
    }

    /** Creates the handlers of a process. */
    public static Map<Kind, WorkHandler> handlers(Ports ports, WorkflowEngine engine, EngineCircuitBreakers breakers) {
        OutboxRelay relay = new OutboxRelay(ports, engine, breakers);
        return Map.of(
                Kind.START_WORKFLOW, relay::start,
                Kind.STOP_WORKFLOW, relay::stop,
                Kind.CHECK_WORKFLOW, new WorkflowReconciler(ports, engine, breakers)::check,
                Kind.CHECK_PROCESS, new ProcessReconciler(ports.leases())::check,
                Kind.SCHEDULE_RACK, new RackReconciler(ports)::reschedule,
                Kind.ALERT_STOP, new UnconfirmedStopAlarm(ports)::check);
    }
}
