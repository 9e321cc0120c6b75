package com.example.hardware;

import io.nicotask.adapter.workflow.TemporalEngine;
import io.nicotask.adapter.workflow.TemporalEngine.Registration;
import io.nicotask.application.NicoTasks;
import io.nicotask.application.port.RackHardware;
import io.temporal.worker.WorkerFactory;

/** Carries out tasks on the hardware of the service, by its own Temporal workers. */
public final class RackWorkers {

    private RackWorkers() {}

    /** Registers the workers; the service starts and stops the factory. */
    public static Registration register(
            WorkerFactory factory, NicoTasks tasks, TemporalEngine engine, RackHardware hardware) {
        return engine.registerOn(factory, tasks.rackOperations(hardware));
    }
}
