package io.nicotask.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.domain.task.Task;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract for paths, methods and body sizes; requests with a wrong path or method need no token. */
@ExtendWith(SharedServers.class)
final class RoutingTableTest {

    private static final HttpReply NO_SUCH_PATH = HttpReply.error(404, "The requested path could not be found");
    private static final HttpReply TOO_LARGE = HttpReply.error(413, "Request Entity Too Large");
    private static final String LONG_BODY = " ".repeat((1 << 20) + 1);

    private final IdleServer idle;

    RoutingTableTest(IdleServer idle) {
        this.idle = idle;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v2/org/acme/nico",
                "/v2/org/acme/nico/nothing",
                "/v2/org/acme/nico/task/rule",
                "/v2/org/acme/nico/task/run/cancel",
                "/v2/org/acme/nico/rack/task/rule",
                "/v2/org/acme/nico/task/x/cancel/",
                "/v2/org/acme/else/task/x",
                "/v1/org/acme/nico/user/current"
            })
    void an_unknown_path_gets_a_404_with_and_without_a_token(String path) {
        assertThat(idle.assertChangesNothing(() -> idle.send(idle.request(path))))
                .isEqualTo(NO_SUCH_PATH);
        assertThat(idle.assertChangesNothing(() -> idle.post(path, "no.good.token", "{")))
                .isEqualTo(NO_SUCH_PATH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /v2/org/acme/nico/task/x/cancel      | OPTIONS, POST
            PUT    | /v2/org/acme/nico/rack/task/x/cancel | OPTIONS, POST
            POST   | /v2/org/acme/nico/task/x             | GET, HEAD, OPTIONS
            DELETE | /v2/org/acme/nico/rack/task/x        | GET, HEAD, OPTIONS
            PUT    | /v2/org/acme/nico/task               | GET, HEAD, OPTIONS, POST
            POST   | /v2/org/acme/nico/user/current       | GET, HEAD, OPTIONS
            POST   | /healthz                             | GET, HEAD, OPTIONS
            PATCH  | /readyz                              | GET, HEAD, OPTIONS
            """)
    void a_wrong_method_gets_a_405_with_the_right_one_without_a_token(String method, String path, String allowed) {
        HttpReply reply = idle.assertChangesNothing(
                () -> idle.send(idle.request(path).method(method, BodyPublishers.ofString("{}"))));

        assertThat(reply).isEqualTo(HttpReply.error(405, "Method not allowed").with("Allow", allowed));
    }

    /** The client sends {@code Expect: 100-continue} before a long body, as curl does. */
    @Test
    void a_body_that_is_too_long_is_refused_before_it_is_parsed() {
        Task task = idle.tasks().pending();
        String admin = BearerTokenBuilder.ofAdmin(IdleServer.ORG).signed();

        for (TaskPath mount : TaskPath.values()) {
            assertThat(idle.assertChangesNothing(() -> sendLongBody(mount.cancel(IdleServer.ORG, task.id()), admin)))
                    .isEqualTo(TOO_LARGE);
        }
    }

    @Test
    void a_body_that_is_too_long_is_refused_after_the_checks_of_caller_org_and_id() {
        Task task = idle.tasks().pending();
        String admin = BearerTokenBuilder.ofAdmin(IdleServer.ORG).signed();
        String member = BearerTokenBuilder.of(IdleServer.ORG).signed();
        String path = TaskPath.NEW.cancel(IdleServer.ORG, task.id());

        assertThat(sendLongBody(path, "no.good.token").status()).isEqualTo(401);
        assertThat(sendLongBody(path, member).status()).isEqualTo(403);
        assertThat(sendLongBody(TaskPath.NEW.cancel(IdleServer.ORG, "no-uuid"), admin))
                .isEqualTo(HttpReply.error(400, "Invalid Task ID specified in URL"));
    }

    private HttpReply sendLongBody(String path, String token) {
        return idle.send(idle.request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "text/plain")
                .expectContinue(true)
                .POST(BodyPublishers.ofString(LONG_BODY)));
    }
}
