package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.faults.Fault.START_LOST;
import static io.nicotask.faults.Fault.TEMPORAL_SILENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.bootstrap.embedded.OrphanedPostgres;
import io.nicotask.domain.value.TaskId;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An acknowledged cancel is carried out, even if the server is killed before it could call Temporal. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class KilledServerTest {

    private final ProxiedTemporalSite site = new ProxiedTemporalSite();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void after_a_kill_the_next_start_terminates_the_workflow_of_a_task_cancelled_just_before() throws Exception {
        String task;
        HttpResponse<String> answer;
        try (ServerProcess killed = start()) {
            task = killed.task(0);
            assertThat(isRunningInTemporal(task)).isTrue();

            site.proxy().swallow();
            answer = killed.cancel(task);
            killed.kill();
            FiredFaults.count(TEMPORAL_SILENT, Layer.PROCESS, 1);

            assertThat(OrphanedPostgres.runsIn(ServerProcess.data(directory))).isTrue();
            site.proxy().pass();
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.headers().firstValue("Task-Stop")).contains("requested");
            assertThat(isRunningInTemporal(task)).isTrue();
            try (ServerProcess next = start()) {
                awaitStopped(next, task);
                assertThat(next.get(task).body()).isEqualTo(answer.body());
            }
        }
    }

    @Test
    void after_a_kill_the_next_start_runs_a_task_submitted_just_before() throws Exception {
        String location;
        try (ServerProcess killed = start()) {
            site.proxy().swallow();
            HttpResponse<String> answer = killed.submit(UUID.randomUUID());
            killed.kill();

            FiredFaults.count(START_LOST, Layer.PROCESS, 1);
            assertThat(answer.statusCode()).isEqualTo(201);
            location = answer.headers().firstValue("Location").orElseThrow();
        }
        String task = location.replaceAll(".*/task/([^?]*).*", "$1");
        assertThat(site.inspector().status(new TaskId(UUID.fromString(task)))).isEmpty();
        site.proxy().pass();
        try (ServerProcess next = start()) {
            await().until(() -> next.get(task).body().contains("\"status\":\"Running\""));

            assertThat(isRunningInTemporal(task)).isTrue();
            assertThat(next.history(task)).containsOnlyOnce("\"to\":\"Running\"");
        }
    }

    /** Starts a server with demo tasks on the external Temporal, which needs the development flag. */
    private ServerProcess start() throws IOException {
        Path config = Files.writeString(
                directory.resolve("nico-tasks.yaml"),
                "temporal: {target: \"%s\", taskQueue: %s}"
                        .formatted(site.proxy().target(), site.queue()));
        return ServerProcess.start(directory, "--development", "--config", config.toString());
    }

    private boolean isRunningInTemporal(String task) {
        return site.inspector().isRunning(new TaskId(UUID.fromString(task)));
    }

    private void awaitStopped(ServerProcess server, String task) {
        await().until(() -> server.get(task).headers().firstValue("Task-Stop").equals(Optional.of("confirmed")));
        assertThat(isRunningInTemporal(task)).isFalse();
    }
}
