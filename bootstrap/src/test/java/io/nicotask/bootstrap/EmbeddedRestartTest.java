package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.faults.Fault.MEMORY_LOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.nicotask.bootstrap.embedded.OrphanedPostgres;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server on embedded services is stopped, killed and restarted: the database keeps its data, Temporal loses it. */
@Timeout(180)
final class EmbeddedRestartTest {

    private static final int LONG_RUNNING = 4;

    /** One that waits, one that flashes firmware, one that succeeds and one that fails. */
    private static final int OTHERS = 4;

    @TempDir
    private Path directory;

    @Test
    void each_start_ends_the_tasks_whose_workflows_were_lost_and_runs_new_ones() throws Exception {
        List<String> first;
        List<String> second;
        try (ServerProcess server = ServerProcess.start(directory)) {
            assertDescribed(server.ready());
            first = runningTasks(server);

            assertThat(server.stop()).isZero();
            assertNothingIsLeftOf(server);
        }
        try (ServerProcess server = ServerProcess.start(directory)) {
            second = runningTasks(server);
            assertLost(server, first);
            FiredFaults.count(MEMORY_LOST, Layer.PROCESS, 1);
            assertThat(second).doesNotContainAnyElementsOf(first);
            assertThat(CommandLineRun.of("serve", "--data-dir", data().toString())
                            .errors())
                    .isEqualTo("The data directory %s is in use by another server.%n".formatted(data().toRealPath()));
            assertThat(server.get(second.getFirst()).statusCode()).isEqualTo(200);

            server.kill();
            assertThat(OrphanedPostgres.runsIn(data())).isTrue();
        }
        try (ServerProcess server = ServerProcess.start(directory)) {
            assertThat(runningTasks(server)).doesNotContainAnyElementsOf(second);
            assertLost(server, second);
            assertNoSecretWasPrinted(server);
        }
    }

    private static void assertDescribed(JsonNode ready) {
        assertThat(ready.fieldNames())
                .toIterable()
                .containsExactly("url", "org", "siteId", "temporalTarget", "temporalNamespace", "databaseUrl", "tasks");
        assertThat(ready.get("url").asText()).matches("http://127\\.0\\.0\\.1:\\d+");
        assertThat(ready.get("org").asText()).isEqualTo("demo-org");
        assertThat(ready.get("siteId").asText()).isEqualTo("660e8400-e29b-41d4-a716-446655440000");
        assertThat(ready.get("temporalTarget").asText()).matches("127\\.0\\.0\\.1:\\d+");
        assertThat(ready.get("temporalNamespace").asText()).isEqualTo("default");
        assertThat(ready.get("databaseUrl").asText()).matches("jdbc:postgresql://127\\.0\\.0\\.1:\\d+/postgres");
        assertThat(ready.get("tasks")).hasSize(LONG_RUNNING + OTHERS).allSatisfy(task -> {
            assertThat(task.fieldNames()).toIterable().containsExactly("id", "status", "workflowId");
            assertThat(task.get("workflowId").asText())
                    .isEqualTo("nico-task-" + task.get("id").asText());
        });
    }

    /** Returns the demo tasks that run for minutes; they come first. */
    private static List<String> runningTasks(ServerProcess server) {
        List<String> tasks =
                IntStream.range(0, LONG_RUNNING).mapToObj(server::task).toList();
        assertThat(tasks)
                .allSatisfy(task ->
                        assertThat(server.get(task).body()).contains("\"status\":\"Running\"", "runs for 12 minutes"));
        return tasks;
    }

    private static void assertLost(ServerProcess server, List<String> tasks) {
        await().untilAsserted(() -> assertThat(tasks)
                .allSatisfy(task -> assertThat(server.get(task).body())
                        .contains(
                                "\"status\":\"Failed\"",
                                "\"message\":\"Workflow was lost when its embedded engine restarted\"")));
    }

    private void assertNothingIsLeftOf(ServerProcess server) throws IOException {
        assertThat(OrphanedPostgres.runsIn(data())).isFalse();
        for (String key : List.of("url", "temporalTarget", "databaseUrl")) {
            String address = server.ready().get(key).asText();
            int port = URI.create(address.replaceFirst("^.*?127[.]", "http://127."))
                    .getPort();
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                    .as(address)
                    .isInstanceOf(ConnectException.class);
        }
    }

    private void assertNoSecretWasPrinted(ServerProcess server) throws IOException {
        String password = Files.readString(data().resolve("postgres-password"));
        assertThat(Files.readString(ServerProcess.output(directory)))
                .contains(server.ready().get("url").asText(), "./nico-tasks token --data-dir", "/cancel'")
                .doesNotContain(password, server.token());
        assertThat(ServerProcess.readyFile(directory)).content().doesNotContain(password, server.token());
    }

    private Path data() {
        return ServerProcess.data(directory);
    }
}
