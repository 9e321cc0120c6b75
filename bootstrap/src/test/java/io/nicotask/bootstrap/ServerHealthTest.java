package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.bootstrap.config.Setting;
import io.nicotask.bootstrap.embedded.DataDirectory;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.embedded.EmbeddedDatabase;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The health endpoints and decisions of a server on external services while these are down. */
final class ServerHealthTest {

    private static DataDirectory directory;
    private static EmbeddedDatabase database;
    private static TcpProxy databaseProxy;
    private static ProxiedTemporalSite site;
    private static RunningServer server;
    private static String token;

    @BeforeAll
    static void start() {
        site = new ProxiedTemporalSite();
        directory = DataDirectory.ephemeral();
        database = EmbeddedDatabase.start(directory);
        databaseProxy = new TcpProxy(database.url().replaceFirst("/postgres$", ""));
        server = new RunningServer(
                null,
                Map.of(
                        Setting.DEVELOPMENT_ENABLED, "true",
                        Setting.TEMPORAL_TARGET, site.proxy().target(),
                        Setting.DATABASE_URL, "jdbc:postgresql://" + databaseProxy.target() + "/postgres",
                        Setting.DATABASE_USER, database.user(),
                        Setting.DATABASE_PASSWORD, database.password()));
        token = server.token("demo-org", "PROVIDER_ADMIN");
    }

    @AfterAll
    static void stop() {
        server.close();
        databaseProxy.close();
        database.close();
        directory.close();
        site.close();
    }

    @AfterEach
    void restore() {
        databaseProxy.pass();
        databaseProxy.cut();
        site.proxy().pass();
        site.proxy().cut();
        await().untilAsserted(ServerHealthTest::assertReady);
    }

    @Test
    void a_temporal_that_refuses_or_is_silent_is_shown_at_its_site_and_the_server_stays_ready() {
        cancelledTask();
        await().until(() -> engine().contains("\"engine\":\"reachable\""));

        site.proxy().refuse();
        cancelledTask();
        await().until(() -> engine().contains("\"engine\":\"unreachable\""));
        await().untilAsserted(ServerHealthTest::assertReady);

        site.proxy().pass();
        await().until(() -> engine().contains("\"engine\":\"reachable\""));
        site.proxy().swallow();
        cancelledTask();
        await().until(() -> engine().contains("\"engine\":\"unreachable\""));
        await().untilAsserted(ServerHealthTest::assertReady);
        assertAlive();
    }

    private static String engine() {
        return server.get("/v2/org/demo-org/nico/stop?siteId=" + DemoOrg.SITE, token)
                .body();
    }

    private static void cancelledTask() {
        awaitCancelled(pendingTask());
    }

    @Test
    void with_a_silent_database_readyz_is_503_and_cancels_are_undecided() {
        TaskId task = pendingTask();

        databaseProxy.swallow();

        assertUndecided(task);
        await().untilAsserted(ServerHealthTest::assertNotReady);
        assertAlive();
        databaseProxy.pass();
        awaitCancelled(task);
    }

    private static void assertReady() {
        HttpResponse<String> answer = server.get("/readyz", token);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"status\":\"ready\",\"database\":\"up\",\"keys\":\"loaded\",\"stuckLoops\":[],\"clockAheadSeconds\":0}");
    }

    private static void assertNotReady() {
        HttpResponse<String> answer = server.get("/readyz", token);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).contains("\"status\":\"not ready\"", "\"database\":\"down\"");
    }

    private static void assertAlive() {
        assertThat(server.get("/healthz", token).statusCode()).isEqualTo(200);
    }

    private static void assertUndecided(TaskId task) {
        HttpResponse<String> answer = server.cancel(DemoOrg.SITE, task, token);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    /** A cancel that was not decided is safe to repeat. */
    private static void awaitCancelled(TaskId task) {
        await().until(() -> server.cancel(DemoOrg.SITE, task, token).statusCode() == 202);
    }

    private static TaskId pendingTask() {
        Task task = Task.submitted(
                new TaskId(UUID.randomUUID()),
                RunningServer.request(DemoOrg.SITE, Operation.POWER_ON),
                server.ports().clock().instant());
        // A connection of the pool may have been cut by an earlier test.
        await().ignoreExceptionsInstanceOf(StoreUnavailable.class).until(() -> {
            server.insertTask(task);
            return true;
        });
        return task.id();
    }
}
