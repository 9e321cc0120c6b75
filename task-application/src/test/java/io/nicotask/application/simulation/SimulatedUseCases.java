package io.nicotask.application.simulation;

import io.nicotask.application.stop.ResolveStop;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.GetTask;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.application.worker.RackOperationUseCases;
import io.nicotask.application.worker.ReportProgress;
import io.nicotask.domain.value.TaskId;
import java.util.UUID;
import java.util.function.Supplier;

/** The production use cases over the simulated ports. */
record SimulatedUseCases(
        SubmitTask submit,
        CancelTask cancel,
        GetTask get,
        ResolveStop resolveStop,
        BeginTask begin,
        BeginTask beginExternal,
        ReportProgress progress,
        FinishTask finish) {

    static SimulatedUseCases over(SimulatedPorts ports, Supplier<TaskId> ids) {
        return new SimulatedUseCases(
                SubmitTask.using(ports.ports(), ports.rules(), ids),
                CancelTask.using(ports.ports()),
                GetTask.using(ports.ports()),
                ResolveStop.using(ports.ports()),
                BeginTask.using(ports.ports(), ports.rules(), ports.hardware()),
                BeginTask.ofExternalWorkflows(ports.ports()),
                ReportProgress.using(ports.ports()),
                FinishTask.using(ports.ports()));
    }

    /** The use cases of a worker process. */
    static RackOperationUseCases ofWorker(SimulatedPorts ports, Supplier<UUID> processIds) {
        return RackOperationUseCases.using(
                ports.workerPorts(),
                ports.rules(),
                ports.hardware(),
                ports.clocks().monotonic(),
                processIds);
    }
}
