package io.nicotask.bootstrap.benchmark;

import io.nicotask.application.port.Cause;
import io.nicotask.application.port.Ports;
import io.nicotask.application.report.Attempt;
import io.nicotask.application.report.BeginTask;
import io.nicotask.application.report.BeginTaskResult;
import io.nicotask.application.report.StandardOperationRules;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.embedded.SimulatedRack;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Prepares Running tasks, each with a report. Their ids are the numbers from 1 on, as decimal digits. */
final class Tasks {

    private static final Cause CAUSE = Cause.of(Actor.system("benchmark"));
    private static final RunId RUN = new RunId("benchmark");
    private static final int CHUNK = 250;

    /** All tasks are alike, so that what is written in the name of one can be written in that of another. */
    private final Instant begun = Instant.now();

    private long last;

    /** The number of the newest task. */
    long last() {
        return last;
    }

    /**
     * Prepares so many tasks.
     *
     * @param startWorkflows whether their workflows are to be started too
     */
    List<TaskId> prepare(Ports ports, int count, boolean startWorkflows) {
        TaskScope scope = ports.access().forSystem(DemoOrg.SITE).orElseThrow();
        BeginTask gate = BeginTask.using(then(ports), new StandardOperationRules(), new SimulatedRack());
        List<TaskId> prepared = new ArrayList<>();
        while (prepared.size() < count) {
            int chunk = Math.min(CHUNK, count - prepared.size());
            ports.transactions().inTransaction(() -> {
                for (int i = 0; i < chunk; i++) {
                    TaskId task = new TaskId(id(++last));
                    ports.tasks().add(scope, Task.submitted(task, request(), begun), CAUSE);
                    if (startWorkflows) {
                        ports.outbox().requestStart(scope, task);
                    }
                    begin(gate, task);
                    prepared.add(task);
                }
                return chunk;
            });
        }
        return prepared;
    }

    private Ports then(Ports ports) {
        return new Ports(
                ports.tasks(),
                ports.outbox(),
                ports.audit(),
                ports.access(),
                ports.transactions(),
                InstantSource.fixed(begun));
    }

    private static void begin(BeginTask gate, TaskId task) {
        BeginTaskResult result = gate.begin(new Attempt(DemoOrg.SITE, task, RUN));
        if (!(result instanceof BeginTaskResult.Passed)) {
            throw new IllegalStateException(task + ": " + result);
        }
    }

    private static TaskRequest request() {
        return new TaskRequest(DemoOrg.SITE, new RackId(UUID.randomUUID()), Operation.UPGRADE, "benchmark", null);
    }

    private static UUID id(long number) {
        return new UUID(0, Long.parseLong(Long.toString(number), 16));
    }
}
