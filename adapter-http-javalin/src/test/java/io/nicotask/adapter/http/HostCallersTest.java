package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nicotask.adapter.http.Mount.Mounted;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.task.TaskStatus;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Routes whose callers a host has authenticated, here by a cookie. */
final class HostCallersTest {

    private static final String JANE = "user=jane";

    private HttpFixture fixture;

    @BeforeEach
    void start() {
        fixture = HttpFixture.configured(routes -> routes.callers(HostCallersTest::callerOf));
        fixture.given(TaskExamples.aPendingTask());
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static Optional<Caller> callerOf(HttpServletRequest request) {
        return Optional.ofNullable(request.getCookies()).map(cookies -> switch (cookies[0].getValue()) {
            case "outage" -> throw new StoreUnavailable("No answer", new IllegalStateException());
            case "bug" -> throw new IllegalStateException("secret");
            case String user -> caller(user);
        });
    }

    private static Caller caller(String user) {
        Set<Role> roles = user.equals("guest") ? Set.of() : Set.of(new Role("PROVIDER_ADMIN"));
        return new Caller(new Subject(user), Caller.Profile.EMPTY, Map.of(new OrgName(HttpFixture.ORG), roles));
    }

    @Test
    void the_caller_of_the_host_cancels_a_task() {
        HttpResponse<String> response = cancel("Cookie", JANE);

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(fixture.stored(HttpFixture.SITE, UUID.fromString(TaskExamples.ID))
                        .status())
                .isEqualTo(TaskStatus.TERMINATED);
        assertThat(fixture.client
                        .send("GET", Paths.HISTORY, BodyPublishers.noBody(), "Cookie", JANE)
                        .body())
                .contains("\"actor\":\"user:jane\"");
    }

    @ParameterizedTest
    @EnumSource
    void every_mount_gives_the_host_the_request(Mount mount) throws IOException, InterruptedException {
        try (Mounted host = mount.serve(fixture);
                HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + host.port() + mount.prefix() + Paths.GET);
            HttpResponse<String> response =
                    http.send(HttpRequest.newBuilder(uri).header("Cookie", JANE).build(), BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_request_without_a_caller_gets_401_before_it_is_parsed_and_a_token_counts_for_nothing() {
        HttpResponse<String> response = fixture.client.send(
                "POST",
                Paths.cancel("no-org", "no-uuid"),
                BodyPublishers.ofString("no JSON"),
                "Authorization",
                "Bearer " + HttpFixture.ADMIN);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).isEqualTo(Paths.error("Request is not authenticated"));
        assertThat(response.headers().map()).doesNotContainKey("www-authenticate");
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    void the_rights_of_the_caller_are_checked_as_those_of_a_token() {
        assertThat(cancel("Cookie", "user=guest").body())
                .isEqualTo(Paths.error("User does not have Provider Admin role with org"));
        assertThat(fixture.client
                        .send("GET", Paths.stops("other-org"), BodyPublishers.noBody(), "Cookie", JANE)
                        .body())
                .isEqualTo(Paths.error("Failed to validate membership for org: other-org"));
    }

    @Test
    void a_host_that_cannot_authenticate_now_gets_503_and_a_bug_of_it_500() {
        assertThat(cancel("Cookie", "user=outage").statusCode()).isEqualTo(503);
        assertThat(cancel("Cookie", "user=bug").statusCode()).isEqualTo(500);
    }

    @Test
    void the_description_claims_no_tokens_and_the_routes_need_no_keys() throws IOException {
        JsonNode description = new ObjectMapper()
                .readTree(fixture.client
                        .send("GET", "/openapi.json", BodyPublishers.noBody())
                        .body());

        assertThat(description.has("security")).isFalse();
        assertThat(description.get("components").has("securitySchemes")).isFalse();
        assertThat(fixture.client
                        .send("GET", "/openapi.yaml", BodyPublishers.noBody())
                        .body())
                .doesNotContain("bearer: []", "scheme: bearer", "The token is missing");
        assertThat(fixture.client
                        .send("GET", "/readyz", BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<String> cancel(String... headers) {
        return fixture.client.send(
                "POST", Paths.CANCEL, BodyPublishers.ofString(Paths.body(HttpFixture.SITE)), headers);
    }
}
