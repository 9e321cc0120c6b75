package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.faults.Fault.CANCEL_BEFORE_START_IS_KNOWN;
import static io.nicotask.faults.Fault.SICK_NEIGHBOUR;
import static io.nicotask.faults.Fault.START_LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.bootstrap.config.Setting;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * One server, two sites, a Temporal server for each: whatever happens to these, cancels are decided and carried out.
 */
final class TwoSitesTest {

    private static final String KEEPS_DATA = "A real Temporal keeps what it knows";
    private static final int MORE_THAN_THE_CONCURRENCY = 12;

    @TempDir
    private static Path directory;

    private static ProxiedTemporalSite east;
    private static ProxiedTemporalSite west;
    private static RunningServer server;
    private static String token;

    @BeforeAll
    static void start() throws IOException {
        east = new ProxiedTemporalSite();
        west = new ProxiedTemporalSite();
        Path config = Files.writeString(directory.resolve("nico-tasks.yaml"), """
                organizations:
                  - org: demo-org
                    provider: 550e8400-e29b-41d4-a716-446655440000
                    sites:
                      - {id: %s, temporal: {target: "%s", taskQueue: %s}}
                      - {id: %s, temporal: {target: "%s", taskQueue: %s}}
                """.formatted(
                        east.id(),
                        east.proxy().target(),
                        east.queue(),
                        west.id(),
                        west.proxy().target(),
                        west.queue()));
        server = new RunningServer(
                config,
                Map.of(
                        Setting.DEVELOPMENT_ENABLED, "true",
                        Setting.DATA_EPHEMERAL, "false",
                        Setting.DATA_DIR, directory.resolve("data").toString()));
        token = server.token("demo-org", "PROVIDER_ADMIN");
    }

    @AfterAll
    static void stop() {
        server.close();
        east.close();
        west.close();
    }

    @AfterEach
    void mend() {
        Stream.of(east.proxy(), west.proxy()).forEach(proxy -> {
            proxy.pass();
            proxy.cut();
        });
    }

    @Test
    void a_silent_site_delays_neither_its_cancels_nor_the_stops_of_another() {
        TaskId eastern = runningTask(east);
        List<TaskId> western = Stream.generate(() -> submit(west))
                .limit(MORE_THAN_THE_CONCURRENCY)
                .toList();
        western.forEach(task -> awaitRunning(west, task));

        west.proxy().swallow();
        western.forEach(task -> cancel(west, task));
        cancel(east, eastern);
        FiredFaults.count(SICK_NEIGHBOUR, Layer.PARTS, western.size());

        awaitConfirmed(east, eastern);
        assertThat(east.inspector().isRunning(eastern)).isFalse();
        assertThat(western).allSatisfy(task -> {
            assertThat(stopOf(west, task)).isNotEqualTo("confirmed");
            assertThat(west.inspector().isRunning(task)).isTrue();
        });
        west.proxy().pass();
        western.forEach(task -> awaitConfirmed(west, task));
        assertThat(western).allSatisfy(task -> {
            assertThat(west.inspector().isRunning(task)).isFalse();
            assertThat(west.inspector().startLate(west.id(), task)).isFalse();
        });
    }

    @Test
    @DisabledIfSystemProperty(named = TemporalUnderTest.PROPERTY, matches = ".+", disabledReason = KEEPS_DATA)
    void a_stop_that_waits_for_an_unavailable_server_is_confirmed_by_its_empty_successor() {
        TaskId task = runningTask(east);
        east.proxy().refuse();

        cancel(east, task);
        assertThat(stopOf(east, task)).isEqualTo("requested");
        east.loseData();
        east.proxy().pass();

        awaitConfirmed(east, task);
        assertThat(east.inspector().isRunning(task)).isFalse();
        assertThat(east.inspector().startLate(east.id(), task)).isFalse();
    }

    @Test
    @DisabledIfSystemProperty(named = TemporalUnderTest.PROPERTY, matches = ".+", disabledReason = KEEPS_DATA)
    void a_start_that_arrives_after_its_tombstone_was_deleted_is_refused_by_the_start_gate() {
        TaskId task = runningTask(east);
        cancel(east, task);
        awaitConfirmed(east, task);
        String decided = server.get(east.id(), task, token).body();

        east.loseData();
        assertThat(east.inspector().startLate(east.id(), task)).isTrue();

        assertRefused(east, task);
        assertThat(server.get(east.id(), task, token).body()).isEqualTo(decided);
        assertThat(stopOf(east, task)).isEqualTo("confirmed");
    }

    @Test
    void an_unanswered_start_that_arrives_after_the_stop_is_rejected() throws Exception {
        TaskId task = taskWhoseStartWasSwallowed(west);

        cancel(west, task);
        FiredFaults.count(CANCEL_BEFORE_START_IS_KNOWN, Layer.PARTS, 1);
        west.proxy().pass();

        awaitConfirmed(west, task);
        assertThat(west.inspector().isRunning(task)).isFalse();
        assertThat(west.inspector().startLate(west.id(), task)).isFalse();
    }

    @Test
    void an_unanswered_start_that_arrives_before_the_stop_is_terminated_or_refused_by_the_gate() throws Exception {
        TaskId task = taskWhoseStartWasSwallowed(west);

        cancel(west, task);
        assertThat(west.inspector().startLate(west.id(), task)).isTrue();
        String decided = server.get(west.id(), task, token).body();
        west.proxy().pass();

        awaitConfirmed(west, task);
        assertThat(west.inspector().isRunning(task)).isFalse();
        assertThat(west.inspector().activities(task)).isSubsetOf("Begin");
        assertThat(west.inspector().startLate(west.id(), task)).isFalse();
        assertThat(server.get(west.id(), task, token).body()).isEqualTo(decided);
    }

    private static TaskId taskWhoseStartWasSwallowed(ProxiedTemporalSite site) throws Exception {
        site.proxy().swallow();
        TaskId task = submit(site);
        await().until(() -> failedStarts(task) > 0);
        assertThat(site.proxy().swallowed()).isPositive();
        FiredFaults.count(START_LOST, Layer.PARTS, 1);
        assertThat(site.inspector().status(task)).isEmpty();
        return task;
    }

    /** Returns how often the relay got no conclusive answer. */
    private static long failedStarts(TaskId task) throws IOException, SQLException {
        String password = Files.readString(directory.resolve("data/postgres-password"));
        try (Connection database = DriverManager.getConnection(
                        DatabaseRows.inSchema(server.startupReport().databaseUrl()), "postgres", password);
                var attempts = database.prepareStatement(
                        "select claim_number from work where kind = 'START_WORKFLOW' and cause is not null and key = ?")) {
            attempts.setObject(1, task.value());
            var row = attempts.executeQuery();
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static void assertRefused(ProxiedTemporalSite site, TaskId task) {
        await().until(() -> site.inspector().failureType(task).isPresent());
        assertThat(site.inspector().failureType(task)).contains("TurnedAway");
        assertThat(site.inspector().activities(task)).containsExactly("Begin");
    }

    private static TaskId runningTask(ProxiedTemporalSite site) {
        TaskId task = submit(site);
        awaitRunning(site, task);
        return task;
    }

    private static TaskId submit(ProxiedTemporalSite site) {
        return server.submit(site.id(), Operation.BRING_UP);
    }

    private static void awaitRunning(ProxiedTemporalSite site, TaskId task) {
        await().until(() -> server.task(site.id(), task).status() == TaskStatus.RUNNING);
        assertThat(site.inspector().isRunning(task)).isTrue();
    }

    private static void cancel(ProxiedTemporalSite site, TaskId task) {
        HttpResponse<String> answer = server.cancel(site.id(), task, token);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).contains("\"status\":\"Terminated\"");
        assertThat(answer.headers().firstValue("Task-Stop")).contains("requested");
    }

    private static void awaitConfirmed(ProxiedTemporalSite site, TaskId task) {
        await().until(() -> stopOf(site, task).equals("confirmed"));
    }

    private static String stopOf(ProxiedTemporalSite site, TaskId task) {
        return server.get(site.id(), task, token)
                .headers()
                .firstValue("Task-Stop")
                .orElseThrow();
    }
}
