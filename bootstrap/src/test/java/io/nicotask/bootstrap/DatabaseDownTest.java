package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.domain.task.Task;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** While the database refuses the server's connections, no cancel is decided, and a client can repeat its request. */
@ExtendWith(SharedServers.class)
final class DatabaseDownTest {

    private static final String ORG = IdleServer.ORG;
    private static final HttpReply UNAVAILABLE =
            HttpReply.error(503, "Service temporarily unavailable").with("Retry-After", "1");

    private final IdleServer idle;

    DatabaseDownTest(IdleServer idle) {
        this.idle = idle;
    }

    @AfterEach
    void accept_connections_again() {
        idle.rows().acceptConnections();
    }

    @Test
    void every_request_that_needs_the_database_gets_a_503_and_then_succeeds() {
        Task task = idle.tasks().pending();
        String admin = BearerTokenBuilder.ofAdmin(ORG).signed();
        String body = "{\"siteId\":\"" + IdleServer.SITE + "\"}";
        String query = "?siteId=" + IdleServer.SITE;
        List<Callable<HttpReply>> requests = List.of(
                () -> idle.post(TaskPath.NEW.cancel(ORG, task.id()), admin, body),
                () -> idle.post(TaskPath.OLD.cancel(ORG, task.id()), admin, body),
                () -> idle.get(TaskPath.NEW.task(ORG, task.id()) + query, admin),
                () -> idle.get(TaskPath.OLD.task(ORG, task.id()) + query, admin),
                () -> idle.get("/v2/org/" + ORG + "/nico/user/current", admin));
        List<String> before = idle.rowsAtRest();

        idle.rows().refuseConnections();

        assertThat(Concurrently.all(requests)).hasSize(5).containsOnly(UNAVAILABLE);
        await().until(() -> idle.send(idle.request("/readyz")).status() == 503);
        assertThat(idle.send(idle.request("/healthz")).status()).isEqualTo(200);
        assertThat(idle.rows().all()).isEqualTo(before);

        idle.rows().acceptConnections();

        await().until(() -> idle.send(idle.request("/readyz")).status() == 200);
        assertThat(requests)
                .extracting(request ->
                        await().until(request, reply -> reply.status() != 503).status())
                .containsExactly(202, 202, 200, 200, 200);
    }
}
