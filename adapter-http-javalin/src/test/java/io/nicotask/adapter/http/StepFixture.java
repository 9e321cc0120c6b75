package io.nicotask.adapter.http;

import io.nicotask.application.contract.DirectWrites;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.UnfinishedSteps.Observation;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import java.util.Map;
import java.util.UUID;

/** Changes the storage as a worker and an observer of steps would. */
record StepFixture(Ports ports, DirectWrites writes) {

    /** Stores an unfinished step of the task. */
    StepKey begin(Task task) {
        StepKey step = new StepKey(task.id(), 1, ComponentType.COMPUTE);
        writes.beginStep(
                scopeOf(task), task, step, InterruptPolicy.INTERRUPTIBLE, Stop.ATTENTION_AFTER.multipliedBy(2));
        return step;
    }

    /** Stores an unfinished step of the task, whose hardware does not know the status of a component. */
    void alertInspection(Task task, int component, String why) {
        Map<ComponentId, String> unknown = Map.of(new ComponentId(new UUID(9, component)), why);
        ports.unfinishedSteps().recordObservation(scopeOf(task), begin(task), new Observation(false, unknown, null));
    }

    private TaskScope scopeOf(Task task) {
        return ports.access().forSystem(task.spec().site()).orElseThrow();
    }
}
