package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.bootstrap.config.Setting;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import io.nicotask.faults.Fault;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica whose configuration file leaves out what others have configured. */
final class OldConfigurationTest {

    @TempDir
    private Path directory;

    private final PersistenceModule.Settings database = TestDatabases.create();
    private final ProxiedTemporalSite east = new ProxiedTemporalSite();
    private final ProxiedTemporalSite west = new ProxiedTemporalSite();

    @AfterEach
    void close() {
        east.close();
        west.close();
    }

    @Test
    void an_old_file_takes_no_site_out_of_service() throws IOException {
        try (RunningServer current = serverWith(east, west)) {
            String token = current.token("demo-org", "PROVIDER_ADMIN");

            try (RunningServer old = serverWith(east)) {
                FiredFaults.count(Fault.OLD_CONFIGURATION, Layer.PARTS, 1);
                for (RunningServer server : new RunningServer[] {current, old}) {
                    HttpResponse<String> submitted =
                            server.submit(west.id(), UUID.randomUUID(), Operation.POWER_ON, tokenOf(server));
                    assertThat(submitted.statusCode()).isEqualTo(201);
                }
                assertThat(current.get("/v2/org/demo-org/nico/site", token).body())
                        .contains(east.id().toString(), west.id().toString());
            }
        }
    }

    @Test
    void a_replica_stops_the_work_of_a_site_that_its_file_leaves_out() throws IOException {
        TaskId task;
        try (RunningServer current = serverWith(east, west)) {
            task = current.submit(west.id(), Operation.BRING_UP);
            TaskId running = task;
            await().until(() -> current.task(west.id(), running).status() == TaskStatus.RUNNING);
        }
        assertThat(west.inspector().isRunning(task)).isTrue();

        try (RunningServer old = serverWith(east)) {
            FiredFaults.count(Fault.OLD_CONFIGURATION, Layer.PARTS, 1);
            assertThat(old.cancel(west.id(), task, tokenOf(old)).statusCode()).isEqualTo(202);

            await().until(() -> old.get(west.id(), task, tokenOf(old))
                    .headers()
                    .firstValue("Task-Stop")
                    .orElseThrow()
                    .equals("confirmed"));
            assertThat(west.inspector().isRunning(task)).isFalse();
        }
    }

    private static String tokenOf(RunningServer server) {
        return server.token("demo-org", "PROVIDER_ADMIN");
    }

    private RunningServer serverWith(ProxiedTemporalSite... sites) throws IOException {
        String configured = Stream.of(sites)
                .map(site -> "      - {id: %s, temporal: {target: \"%s\", taskQueue: %s}}"
                        .formatted(site.id(), site.target(), site.queue()))
                .collect(Collectors.joining("\n"));
        Path config = Files.writeString(directory.resolve("nico-tasks.yaml"), """
                organizations:
                  - org: demo-org
                    provider: 550e8400-e29b-41d4-a716-446655440000
                    sites:
                %s
                """.formatted(configured));
        return new RunningServer(
                config,
                Map.of(
                        Setting.DATABASE_URL, database.url(),
                        Setting.DATABASE_USER, database.user(),
                        Setting.DATABASE_PASSWORD, database.password(),
                        Setting.DEVELOPMENT_ENABLED, "true"));
    }
}
