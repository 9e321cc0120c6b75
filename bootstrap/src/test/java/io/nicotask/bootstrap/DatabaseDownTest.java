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

    private final IdleServer quiet;

    DatabaseDownTest(IdleServer quiet) {
        this.quiet = quiet;
    }

    @AfterEach
    void accept_connections_again() {
        quiet.rows().letOthersIn();
    }

    @Test
    void every_request_that_needs_the_database_gets_a_503_and_then_succeeds() {
        Task task = quiet.tasks().pending();
        String admin = BearerTokenBuilder.ofAdmin(ORG).signed();
        String body = "{\"siteId\":\"" + IdleServer.SITE + "\"}";
        String query = "?siteId=" + IdleServer.SITE;
        List<Callable<HttpReply>> requests = List.of(
                () -> quiet.post(TaskPath.NEW.cancel(ORG, task.id()), admin, body),
                () -> quiet.post(TaskPath.OLD.cancel(ORG, task.id()), admin, body),
                () -> quiet.get(TaskPath.NEW.task(ORG, task.id()) + query, admin),
                () -> quiet.get(TaskPath.OLD.task(ORG, task.id()) + query, admin),
                () -> quiet.get("/v2/org/" + ORG + "/nico/user/current", admin));
        List<String> before = quiet.rowsAtRest();

        quiet.rows().keepOthersOut();

        assertThat(Concurrently.all(requests)).hasSize(5).containsOnly(UNAVAILABLE);
        assertThat(quiet.send(quiet.request("/readyz")).status()).isEqualTo(503);
        assertThat(quiet.send(quiet.request("/healthz")).status()).isEqualTo(200);
        assertThat(quiet.rows().all()).isEqualTo(before);

        quiet.rows().letOthersIn();

        await().until(() -> quiet.send(quiet.request("/readyz")).status() == 200);
        assertThat(Concurrently.all(requests)).extracting(HttpReply::status).containsExactly(202, 202, 200, 200, 200);
    }
}
