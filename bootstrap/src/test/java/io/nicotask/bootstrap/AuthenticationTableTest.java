package io.nicotask.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.nicotask.domain.task.Task;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Section 4.1 of the contract: without a valid token a response reveals nothing, and nothing changes. */
@ExtendWith(SharedServers.class)
final class AuthenticationTableTest {

    private static final String ORG = "/v2/org/" + IdleServer.ORG + "/nico";
    private static final HttpReply BAD_FORMAT = HttpReply.unauthenticated("Invalid Authorization header format");
    private static final HttpReply NO_TOKEN = HttpReply.unauthenticated("Error parsing the token claims");
    private static final HttpReply INVALID = HttpReply.unauthenticated("Invalid authorization token in request");
    private static final HttpReply EXPIRED = HttpReply.unauthenticated("Authorization token in request has expired");
    private static final HttpReply NO_SUBJECT =
            HttpReply.unauthenticated("Invalid authorization token, could not find subject ID in claim");
    private static final HttpReply WRONG_AUDIENCE =
            HttpReply.unauthenticated("Token audience does not match issuer configuration");
    private static final HttpReply MISSING_SCOPE =
            HttpReply.error(403, "Token scopes do not match required scopes for issuer");
    private static final HttpReply RESERVED =
            HttpReply.error(403, "Organization cannot be authorized dynamically using claims data");
    private static final HttpReply UNAVAILABLE =
            HttpReply.error(503, "Service temporarily unavailable").with("Retry-After", "1");

    private final IdleServer idle;
    private final Task task;

    AuthenticationTableTest(IdleServer idle) {
        this.idle = idle;
        this.task = idle.tasks().pending();
    }

    static Stream<Arguments> headers() {
        String good = admin().signed();
        return Stream.of(
                arguments("none", null, HttpReply.unauthenticated("Request is missing authorization header")),
                arguments("one word", "Bearer", BAD_FORMAT),
                arguments("a token alone", good, BAD_FORMAT),
                arguments("three words", "Bearer " + good + " more", BAD_FORMAT),
                arguments("not Bearer", "Basic " + good, BAD_FORMAT),
                arguments("no JWT", "Bearer secret", NO_TOKEN),
                arguments("two dots, but no JWT", "Bearer not.a.token", NO_TOKEN));
    }

    static Stream<Arguments> tokens() {
        long now = Instant.now().getEpochSecond();
        return Stream.of(
                arguments(
                        "unknown issuer",
                        admin().claim("iss", "https://else.example.com").signed(),
                        INVALID),
                arguments("no issuer", admin().without("iss").signed(), INVALID),
                arguments("unknown key", admin().signedByUnknownKey(), INVALID),
                arguments("bad signature", admin().signedByForgedKey(), INVALID),
                arguments("the public key as a secret", admin().signedByPublicKey(), INVALID),
                arguments("no algorithm", admin().unsigned(), INVALID),
                arguments("not yet valid", admin().claim("nbf", now + 300).signed(), INVALID),
                arguments("expired", admin().claim("exp", now - 300).signed(), EXPIRED),
                arguments("no exp", admin().without("exp").signed(), EXPIRED),
                arguments("no sub", admin().without("sub").signed(), NO_SUBJECT),
                arguments("blank sub", admin().claim("sub", " ").signed(), NO_SUBJECT),
                arguments(
                        "wrong audience",
                        admin().claim("aud", List.of("x", "y")).signed(),
                        WRONG_AUDIENCE),
                arguments("no audience", admin().without("aud").signed(), WRONG_AUDIENCE),
                arguments("wrong scope", admin().claim("scope", "nicotine").signed(), MISSING_SCOPE),
                arguments("no scope", admin().without("scope").signed(), MISSING_SCOPE),
                arguments(
                        "reserved org",
                        BearerTokenBuilder.ofAdmin(IdleServer.RESERVED_ORG).signed(),
                        RESERVED),
                arguments(
                        "keys never loaded",
                        admin().claim("iss", IdleServer.ABSENT).signed(),
                        UNAVAILABLE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void a_request_without_a_bearer_token_is_refused(String what, @Nullable String header, HttpReply expected) {
        assertEverythingIsRefused(header, expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tokens")
    void a_request_with_an_invalid_token_is_refused(String what, String token, HttpReply expected) {
        assertEverythingIsRefused("Bearer " + token, expected);
    }

    @Test
    void of_several_errors_in_a_token_the_first_row_is_reported() {
        long now = Instant.now().getEpochSecond();
        BearerTokenBuilder token = BearerTokenBuilder.ofAdmin(IdleServer.RESERVED_ORG)
                .claim("exp", now - 300)
                .without("sub")
                .without("aud");
        token.without("scope");

        assertEverythingIsRefused("Bearer " + token.signedByForgedKey(), INVALID);
        assertEverythingIsRefused("Bearer " + token.signed(), EXPIRED);
        assertEverythingIsRefused("Bearer " + token.claim("exp", now + 300).signed(), NO_SUBJECT);
        assertEverythingIsRefused("Bearer " + token.claim("sub", "alice").signed(), WRONG_AUDIENCE);
        assertEverythingIsRefused(
                "Bearer " + token.claim("aud", BearerTokenBuilder.AUDIENCE).signed(), MISSING_SCOPE);
        assertEverythingIsRefused(
                "Bearer "
                        + token.claim("scope", "other " + BearerTokenBuilder.SCOPE)
                                .signed(),
                RESERVED);
    }

    @Test
    void a_valid_token_of_every_issuer_with_loaded_keys_is_accepted() {
        String machine = BearerTokenBuilder.of("ignored")
                .claim("iss", IdleServer.MACHINES)
                .signed();

        HttpReply ofPerson = idle.get(
                ORG + "/user/current", BearerTokenBuilder.of(IdleServer.ORG).signed());
        HttpReply ofMachine = idle.get("/v2/org/" + IdleServer.RESERVED_ORG + "/nico/user/current", machine);

        assertThat(ofPerson.status()).isEqualTo(200);
        assertThat(ofMachine.status()).isEqualTo(200);
    }

    private void assertEverythingIsRefused(@Nullable String header, HttpReply expected) {
        List<String> before = idle.rowsAtRest();

        List<HttpReply> replies =
                requests().map(request -> idle.send(with(header, request))).toList();

        assertThat(replies).hasSize(6).containsOnly(expected);
        assertThat(idle.rows().all()).isEqualTo(before);
    }

    /** All would succeed with a valid token, except the last, in which everything else is wrong, too. */
    private Stream<HttpRequest.Builder> requests() {
        String body = "{\"siteId\":\"" + IdleServer.SITE + "\"}";
        String query = "?siteId=" + IdleServer.SITE;
        return Stream.of(
                post(ORG + "/task/" + task.id() + "/cancel", body),
                post(ORG + "/rack/task/" + task.id() + "/cancel", body),
                idle.request(ORG + "/task/" + task.id() + query),
                idle.request(ORG + "/rack/task/" + task.id() + query),
                idle.request(ORG + "/user/current"),
                post("/v2/org/nobody/nico/task/no-uuid/cancel", "{"));
    }

    private HttpRequest.Builder post(String path, String body) {
        return idle.request(path).POST(BodyPublishers.ofString(body));
    }

    private static HttpRequest.Builder with(@Nullable String header, HttpRequest.Builder request) {
        return header == null ? request : request.header("Authorization", header);
    }

    private static BearerTokenBuilder admin() {
        return BearerTokenBuilder.ofAdmin(IdleServer.ORG);
    }
}
