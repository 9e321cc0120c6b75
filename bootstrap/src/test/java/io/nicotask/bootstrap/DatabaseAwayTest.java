package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.domain.task.Task;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** While the database turns the server away nothing is decided, and whoever asks may ask again. */
@ExtendWith(SharedServers.class)
final class DatabaseAwayTest {

    private static final String ORG = QuietServer.ORG;
    private static final Reply UNAVAILABLE =
            Reply.error(503, "Service temporarily unavailable").with("Retry-After", "1");

    private final QuietServer quiet;

    DatabaseAwayTest(QuietServer quiet) {
        this.quiet = quiet;
    }

    @AfterEach
    void come_back() {
        quiet.rows().letOthersIn();
    }

    @Test
    void every_request_that_needs_it_is_told_to_come_back_and_then_succeeds() {
        Task task = quiet.tasks().pending();
        String admin = Token.ofAdmin(ORG).signed();
        String body = "{\"siteId\":\"" + QuietServer.SITE + "\"}";
        String query = "?siteId=" + QuietServer.SITE;
        List<Callable<Reply>> requests = List.of(
                () -> quiet.post(Mount.NEW.cancel(ORG, task.id()), admin, body),
                () -> quiet.post(Mount.OLD.cancel(ORG, task.id()), admin, body),
                () -> quiet.get(Mount.NEW.task(ORG, task.id()) + query, admin),
                () -> quiet.get(Mount.OLD.task(ORG, task.id()) + query, admin),
                () -> quiet.get("/v2/org/" + ORG + "/nico/user/current", admin));
        List<String> before = quiet.rowsAtRest();

        quiet.rows().keepOthersOut();

        assertThat(AtOnce.all(requests)).hasSize(5).containsOnly(UNAVAILABLE);
        assertThat(quiet.send(quiet.request("/readyz")).status()).isEqualTo(503);
        assertThat(quiet.send(quiet.request("/healthz")).status()).isEqualTo(200);
        assertThat(quiet.rows().all()).isEqualTo(before);

        quiet.rows().letOthersIn();

        await().until(() -> quiet.send(quiet.request("/readyz")).status() == 200);
        assertThat(AtOnce.all(requests)).extracting(Reply::status).containsExactly(202, 202, 200, 200, 200);
    }
}
