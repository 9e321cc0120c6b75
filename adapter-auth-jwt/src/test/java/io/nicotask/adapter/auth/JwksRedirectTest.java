package io.nicotask.adapter.auth;

import static io.nicotask.adapter.auth.AuthFixture.assertAccepted;
import static io.nicotask.adapter.auth.AuthFixture.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import io.nicotask.application.port.CallerAuthenticator.Rejection;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects of a key server are followed within its origin only. */
final class JwksRedirectTest {

    private static final TestKey KEY = TestKey.ec("key", Curve.P_256);
    private static final TestKey OTHER_KEY = TestKey.ec("other-key", Curve.P_256);

    private final JwksServer server = JwksServer.publishing(KEY);
    private final JwksServer otherServer = JwksServer.publishing(OTHER_KEY);
    private AuthModule module;

    @BeforeEach
    void start() {
        module = AuthFixture.ready(AuthFixture.start(AuthFixture.issuer(server.url(), AuthFixture.ACME)));
    }

    @AfterEach
    void stop() {
        module.close();
        server.close();
        otherServer.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_to_another_port_is_not_followed(int status) {
        redirect(status, otherServer.url());

        assertRejected(module, TokenBuilder.ofAlice().signedBy(OTHER_KEY), Rejection.INVALID);

        assertAccepted(module, TokenBuilder.ofAlice().signedBy(KEY));
        assertThat(otherServer.requests()).isZero();
    }

    static Stream<Arguments> otherOrigins() {
        return Stream.of(
                origin("another port", url -> "http://127.0.0.1:1/jwks.json", "http://127.0.0.1:1"),
                origin("the usual port", url -> "http://127.0.0.1/jwks.json", "http://127.0.0.1:80"),
                origin("another name", url -> url.replace("127.0.0.1", "localhost"), "http://localhost:PORT"),
                origin("no scheme", url -> url.replace("http://127.0.0.1", "//localhost"), "http://localhost:PORT"),
                origin("https", url -> url.replace("http:", "https:"), "https://127.0.0.1:PORT"),
                origin(
                        "a name before an @",
                        url -> url.replace("/jwks", "@keys.invalid/jwks"),
                        "http://keys.invalid:80"));
    }

    private static Arguments origin(String what, UnaryOperator<String> location, String origin) {
        return Arguments.of(what, location, origin);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherOrigins")
    void a_refused_redirect_is_named_in_the_error(String what, UnaryOperator<String> location, String origin) {
        redirect(302, location.apply(server.url()));

        assertThatThrownBy(this::load)
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "%s redirected to %s, which is another origin and is not followed",
                        server.url(), origin.replace("PORT", String.valueOf(server.port())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://[",
                "http://a b/",
                "::",
                "file:/etc/jwks.json",
                "file:///etc/jwks.json",
                "data:,{}",
                "http:"
            })
    void a_location_without_a_server_is_refused(String location) {
        redirect(302, location);

        assertThatThrownBy(this::load)
                .isInstanceOf(IOException.class)
                .hasMessage("%s redirected to what is no URL of a server", server.url());
    }

    @Test
    void a_redirect_without_a_location_is_refused() {
        server.respondWith(exchange -> JwksServer.send(exchange, 302, ""));

        assertThatThrownBy(this::load).isInstanceOf(IOException.class).hasMessage("%s answered 302", server.url());
    }

    @Test
    void a_redirect_within_the_origin_is_followed_in_any_spelling() throws Exception {
        assertFollowed(server.url() + "?moved");
        assertFollowed(server.url().replace("http:", "HTTP:") + "?moved");
        assertFollowed(server.url().replace("http:", "") + "?moved");
    }

    @Test
    void at_most_three_redirects_are_followed() throws Exception {
        AtomicInteger redirectsLeft = new AtomicInteger(3);
        server.respondWith(exchange -> {
            if (redirectsLeft.getAndDecrement() > 0) {
                exchange.getResponseHeaders().add("Location", "/jwks.json");
                JwksServer.send(exchange, 307, "");
            } else {
                JwksServer.send(exchange, 200, TestKey.published(KEY));
            }
        });

        assertThat(load()).isEqualTo(1);
        redirectsLeft.set(4);
        assertThatThrownBy(this::load)
                .isInstanceOf(IOException.class)
                .hasMessage("%s redirected more than 3 times", server.url());
    }

    private void assertFollowed(String location) throws Exception {
        server.respondWith(exchange -> {
            if (exchange.getRequestURI().getQuery() == null) {
                exchange.getResponseHeaders().add("Location", location);
                JwksServer.send(exchange, 302, "");
            } else {
                JwksServer.send(exchange, 200, TestKey.published(KEY));
            }
        });

        assertThat(load()).isEqualTo(1);
    }

    private void redirect(int status, String location) {
        server.respondWith(exchange -> {
            exchange.getResponseHeaders().add("Location", location);
            JwksServer.send(exchange, status, "");
        });
    }

    /** Loads the keys and returns their number. */
    private int load() throws IOException, InterruptedException {
        Duration timeout = Duration.ofMinutes(5);
        try (JwksLoader loader =
                new JwksLoader(JwksLocation.of(server.url(), timeout).orElseThrow(), timeout)) {
            return loader.load().size();
        }
    }
}
