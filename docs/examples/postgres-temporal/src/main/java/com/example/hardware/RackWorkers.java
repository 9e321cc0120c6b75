package com.example.hardware;

import io.nicotask.adapter.workflow.TemporalEngine;
import io.nicotask.adapter.workflow.TemporalEngine.RackOperationUseCases;
import io.nicotask.adapter.workflow.TemporalEngine.Registration;
import io.nicotask.application.NicoTasks;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.ExecuteStage;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.application.worker.ObserveSteps;
import io.nicotask.application.worker.ProcessLease;
import io.nicotask.application.worker.StandardOperationRules;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.UUID;

/** Carries out tasks on the hardware of the service, by its own Temporal workers. */
public final class RackWorkers {

    private RackWorkers() {}

    /** Registers the workers; the service starts and stops the factory. */
    public static Registration register(
            WorkerFactory factory, NicoTasks tasks, TemporalEngine engine, RackHardware hardware) {
        Ports ports = tasks.backgroundPorts();
        OperationRules rules = new StandardOperationRules();
        ProcessLease lease = new ProcessLease(
                ports.leases(), () -> Duration.ofNanos(System.nanoTime()), ports.clock(), UUID::randomUUID);
        return engine.registerOn(
                factory,
                new RackOperationUseCases(
                        BeginTask.using(ports, rules, hardware),
                        ExecuteStage.using(ports, rules, hardware, lease),
                        FinishTask.using(ports),
                        ObserveSteps.using(ports, hardware),
                        lease));
    }
}
