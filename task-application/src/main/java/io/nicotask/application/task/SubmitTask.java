package io.nicotask.application.task;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskIdGenerator;

/** Submits a new task, which begins when its rack is free; its workflow is started from the outbox. */
@FunctionalInterface
@CheckReturnValue
public interface SubmitTask {

    /**
     * Submits a task. With an idempotency key, safe to repeat when the reply was lost.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when it is unknown whether the task was accepted
     */
    SubmitTaskResult submit(SubmitTaskCommand command);

    /** Creates the use case with the given ports. */
    static SubmitTask using(Ports ports, OperationRules rules, TaskIdGenerator ids) {
        return new SubmitTaskService(ports, rules, ids);
    }
}
