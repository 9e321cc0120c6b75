package io.nicotask.application.simulation;

import static io.nicotask.application.TestSite.VALIDATOR;

import io.nicotask.application.cancel.CancelTask;
import io.nicotask.application.get.GetTask;
import io.nicotask.application.port.TaskIds;
import io.nicotask.application.report.BeginForeignTask;
import io.nicotask.application.report.BeginTask;
import io.nicotask.application.report.FinishTask;
import io.nicotask.application.report.PerformStage;
import io.nicotask.application.submit.SubmitTask;

/** The use cases as they are in production, over ports that are not. */
record UseCases(
        SubmitTask submit,
        CancelTask cancel,
        GetTask get,
        BeginTask begin,
        BeginForeignTask beginForeign,
        PerformStage perform,
        FinishTask finish) {

    static UseCases over(Parts parts, TaskIds ids) {
        return new UseCases(
                SubmitTask.using(parts.ports(), parts.keys(), parts.rules(), ids, VALIDATOR),
                CancelTask.using(parts.ports(), VALIDATOR),
                GetTask.using(parts.ports(), VALIDATOR),
                BeginTask.using(parts.ports(), parts.rules(), parts.hardware()),
                BeginForeignTask.using(parts.ports()),
                PerformStage.using(parts.ports(), parts.rules(), parts.hardware(), parts.stopwatch()),
                FinishTask.using(parts.ports()));
    }
}
