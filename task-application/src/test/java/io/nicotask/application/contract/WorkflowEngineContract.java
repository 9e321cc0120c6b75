package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.StartResult;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract of {@link WorkflowEngine}, as far as an engine keeps it that runs no workflows. */
public abstract class WorkflowEngineContract extends PortContract {

    /** The engine under test. It keeps its workflows during one test. */
    protected abstract WorkflowEngine engine();

    /** The same, with its calls recorded. */
    final WorkflowEngine recordedEngine() {
        return calls.recorded(WorkflowEngine.class, engine());
    }

    /** A site whose engine is reachable. */
    protected abstract SiteId site();

    @Test
    void a_start_and_a_description_name_the_same_namespace() {
        Task task = taskAt(site());

        String first = namespaceOf(recordedEngine().start(task));
        String again = namespaceOf(recordedEngine().start(task));

        assertThat(recordedEngine().describe(site(), task.id()).namespace())
                .isEqualTo(first)
                .isEqualTo(again);
    }

    @Test
    void every_task_can_be_stopped_repeatedly() {
        Task started = taskAt(site());
        Task unknown = taskAt(site());
        String namespace = namespaceOf(recordedEngine().start(started));

        for (TaskId task : new TaskId[] {started.id(), unknown.id(), started.id(), unknown.id()}) {
            recordedEngine().terminate(site(), task, "test");
            recordedEngine().placeTombstone(site(), task);
            assertThat(recordedEngine().describe(site(), task).namespace()).isEqualTo(namespace);
        }
    }

    private static String namespaceOf(StartResult result) {
        return switch (result) {
            case StartResult.Started started -> started.namespace();
            case StartResult.AlreadyStarted already -> already.namespace();
            case StartResult.Refused refused -> throw new AssertionError(refused.cause());
        };
    }

    /** A new task at the site. */
    protected static Task taskAt(SiteId site) {
        TaskSpec spec = new TaskSpec(
                site,
                new RackId(UUID.randomUUID()),
                Operation.POWER_ON,
                ComponentSelection.WHOLE_RACK,
                "contract",
                null);
        return Task.submitted(new TaskId(UUID.randomUUID()), spec, Instant.parse("2026-06-01T12:00:00Z"));
    }
}
