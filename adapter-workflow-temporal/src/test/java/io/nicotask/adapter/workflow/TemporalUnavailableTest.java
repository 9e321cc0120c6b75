package io.nicotask.adapter.workflow;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine with production limits, against servers that are down or silent. */
class TemporalUnavailableTest {

    private final SiteId site = new SiteId(UUID.randomUUID());
    private final Task task = Task.submitted(
            new TaskId(UUID.randomUUID()),
            new TaskSpec(
                    site, new RackId(UUID.randomUUID()), Operation.POWER_ON, ComponentSelection.WHOLE_RACK, "", null),
            Instant.parse("2026-06-01T12:00:00Z"));

    @Test
    @Timeout(280)
    void with_a_closed_port_no_call_decides_anything() {
        try (TemporalEngine module = moduleAt(LoopbackAddresses.closedTarget())) {
            assertNothingIsDecided(module);
        }
    }

    @Test
    @Timeout(280)
    void with_a_silent_server_no_call_decides_anything() throws IOException {
        try (SilentServer silent = new SilentServer();
                TemporalEngine module = moduleAt(silent.target())) {
            assertNothingIsDecided(module);
        }
    }

    @Test
    void a_stopped_server_decides_nothing_until_it_is_restarted() {
        TestTemporal before = TestTemporal.start();
        try (TemporalEngine module = moduleAt(before.target())) {
            awaitStarted(module);
            before.close();

            assertNothingIsDecided(module);

            try (TestTemporal after = TestTemporal.startAt(before.port())) {
                awaitStarted(module);
                assertThat(after.describedAs(task.id())).isInstanceOf(WorkflowDescription.Open.class);
            }
        }
    }

    @Test
    void a_silently_dead_connection_is_replaced() throws IOException {
        try (TestTemporal temporal = TestTemporal.start();
                LoopbackProxy proxy = new LoopbackProxy(temporal.port());
                TemporalEngine module = moduleAt(proxy.target())) {
            awaitStarted(module);
            proxy.swallow();

            assertNothingIsDecided(module);

            proxy.passAll();
            await().ignoreException(WorkflowEngineUnavailable.class)
                    .untilAsserted(() ->
                            assertThat(module.describe(site, task.id())).isInstanceOf(WorkflowDescription.Open.class));
        }
    }

    private TemporalEngine moduleAt(String target) {
        return TemporalEngine.at(target).site(site, "queue").build();
    }

    /** Retries, since the first calls of a process and those during a server's restart may time out. */
    private void awaitStarted(TemporalEngine module) {
        await().ignoreException(WorkflowEngineUnavailable.class)
                .untilAsserted(
                        () -> assertThat(module.start(task)).isNotInstanceOf(WorkflowEngine.StartResult.Refused.class));
    }

    private void assertNothingIsDecided(TemporalEngine module) {
        assertThatThrownBy(() -> module.start(task)).isInstanceOf(WorkflowEngineUnavailable.class);
        assertThatThrownBy(() -> module.terminate(site, task.id(), "test"))
                .isInstanceOf(WorkflowEngineUnavailable.class);
        assertThatThrownBy(() -> module.describe(site, task.id())).isInstanceOf(WorkflowEngineUnavailable.class);
        assertThatThrownBy(() -> module.placeTombstone(site, task.id())).isInstanceOf(WorkflowEngineUnavailable.class);
    }
}
