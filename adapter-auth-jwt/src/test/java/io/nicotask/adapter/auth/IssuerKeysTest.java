package io.nicotask.adapter.auth;

import static io.nicotask.adapter.auth.AuthFixture.assertAccepted;
import static io.nicotask.adapter.auth.AuthFixture.assertRejected;
import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.faults.Fault.KEYS_ROTATED;
import static io.nicotask.faults.Fault.KEY_SERVER_DOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.CallerAuthenticator.Authentication;
import io.nicotask.application.port.CallerAuthenticator.Authentication.Authenticated;
import io.nicotask.application.port.CallerAuthenticator.Rejection;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that change, with a working and with a failing key server. */
final class IssuerKeysTest {

    private static final int CALLERS = 50;
    private static final TestKey OLD = TestKey.ec("old", Curve.P_256);
    private static final TestKey NEW = TestKey.ec("new", Curve.P_256);

    private final SettableClock clock = AuthFixture.clock();
    private final CountDownLatch release = new CountDownLatch(1);
    private JwksServer server;
    private AuthModule module;

    @BeforeEach
    void start() {
        server = JwksServer.publishing(OLD);
        module = AuthFixture.ready(
                AuthModule.start(AuthFixture.settings(AuthFixture.issuer(server.url(), AuthFixture.ACME)), clock));
    }

    @AfterEach
    void stop() {
        release.countDown();
        module.close();
        server.close();
    }

    @Test
    void a_new_key_is_loaded_with_one_request_for_any_number_of_callers() throws Exception {
        CountDownLatch called = new CountDownLatch(CALLERS);
        server.respondWith(exchange -> {
            called.await();
            JwksServer.send(exchange, 200, TestKey.published(OLD, NEW));
        });

        List<Future<Authentication>> authentications;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            authentications = Stream.generate(() -> callers.submit(() -> {
                        called.countDown();
                        return module.authenticator()
                                .authenticate(TokenBuilder.ofAlice().signedBy(NEW));
                    }))
                    .limit(CALLERS)
                    .toList();
        }

        FiredFaults.count(KEYS_ROTATED, Layer.PARTS, 1);
        for (Future<Authentication> authentication : authentications) {
            assertThat(authentication.get()).isInstanceOf(Authenticated.class);
        }
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void the_keys_are_loaded_again_after_an_error() {
        AtomicInteger loads = new AtomicInteger();
        Error planted = new StackOverflowError() {

            @Override
            public String getMessage() {
                throw new StackOverflowError("planted: cannot be described");
            }
        };
        Duration often = Duration.ofMillis(1);
        try (IssuerKeys keys = new IssuerKeys(
                "idp",
                new JwksLoader(failing(loads, planted), Duration.ofSeconds(5)),
                new IssuerKeys.RefreshIntervals(often, often, often),
                clock)) {
            keys.start();

            await().until(() -> loads.get() > 3);
        }
    }

    private static JwksLocation failing(AtomicInteger loads, Error error) {
        return new JwksLocation() {

            @Override
            public InputStream open() {
                loads.incrementAndGet();
                throw error;
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void unknown_keys_cause_one_request_in_ten_seconds() {
        assertRejected(module, TokenBuilder.ofAlice().signedBy(NEW), Rejection.INVALID);
        assertThat(server.requests()).isEqualTo(2);
        server.publish(OLD, NEW);

        clock.tick(Duration.ofMillis(9_999));
        assertRejected(module, TokenBuilder.ofAlice().signedBy(NEW), Rejection.INVALID);
        assertThat(server.requests()).isEqualTo(2);

        clock.tick(Duration.ofMillis(1));
        assertAccepted(module, TokenBuilder.ofAlice().signedBy(NEW));
        assertThat(server.requests()).isEqualTo(3);
    }

    @Test
    void a_clock_that_is_set_back_does_not_keep_new_keys_out() {
        assertRejected(module, TokenBuilder.ofAlice().signedBy(NEW), Rejection.INVALID);
        server.publish(OLD, NEW);

        clock.tick(Duration.ofMinutes(-1));

        TokenBuilder token = TokenBuilder.ofAlice().claim("iat", clock.instant().getEpochSecond());
        assertAccepted(module, token.signedBy(NEW));
    }

    @Test
    void invalid_signatures_under_known_key_ids_cause_no_request() {
        TestKey forged = TestKey.ec("old", Curve.P_256);

        assertRejected(module, TokenBuilder.ofAlice().signedBy(forged), Rejection.INVALID);

        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void a_new_key_is_also_loaded_for_a_token_without_a_key_id() {
        server.publish(NEW);

        assertAccepted(module, TokenBuilder.ofAlice().signedAnonymouslyBy(NEW, "ES256"));
        assertRejected(module, TokenBuilder.ofAlice().signedBy(OLD), Rejection.INVALID);
    }

    @Test
    void callers_with_a_known_key_do_not_wait_for_a_load() throws Exception {
        server.respondWith(exchange -> release.await());
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Authentication> waiting = other.submit(() ->
                    module.authenticator().authenticate(TokenBuilder.ofAlice().signedBy(NEW)));
            await().until(() -> server.requests() == 2);

            assertAccepted(module, TokenBuilder.ofAlice().signedBy(OLD));

            assertThat(waiting).isNotDone();
            release.countDown();
        }
    }

    @Test
    void callers_with_a_known_key_are_authenticated_while_the_key_server_is_down() {
        server.close();
        FiredFaults.count(KEY_SERVER_DOWN, Layer.PARTS, 1);

        assertRejected(module, TokenBuilder.ofAlice().signedBy(NEW), Rejection.INVALID);
        assertAccepted(module, TokenBuilder.ofAlice().signedBy(OLD));
        assertThat(module.authenticator().isReady()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("responsesWithoutKeys")
    void a_response_without_keys_removes_no_key(JwksServer.Response response) {
        server.respondWith(response);

        assertRejected(module, TokenBuilder.ofAlice().signedBy(NEW), Rejection.INVALID);

        assertThat(server.requests()).isEqualTo(2);
        assertAccepted(module, TokenBuilder.ofAlice().signedBy(OLD));
    }

    static Stream<JwksServer.Response> responsesWithoutKeys() {
        String secret = "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"new\",\"k\":\"c2VjcmV0\"}]}";
        String good = TestKey.published(NEW);
        return Stream.concat(
                Stream.of("", "<html>", "null", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[]}", "{\"keys\":[1]}", secret)
                        .map(body -> exchange -> JwksServer.send(exchange, 200, body)),
                Stream.of(
                        exchange -> JwksServer.send(exchange, 404, good),
                        exchange -> JwksServer.send(exchange, 500, good),
                        exchange -> JwksServer.send(exchange, 200, good + " ".repeat(256 * 1024))));
    }

    @Test
    void unknown_kinds_of_keys_are_skipped() {
        server.publish("""
                {"keys":[{"kty":"AKP","kid":"a","alg":"ML-DSA-44","pub":"AAAA"},{"kty":"EC","crv":"P-999","x":"A","y":"A"},
                 {"kty":"OKP","crv":"Ed448","kid":"b","x":"AAAA"},{"kty":"oct","k":"AAAA"},{"kty":7},{},%s],"extra":1}
                """.formatted(NEW.jwk()));

        assertAccepted(module, TokenBuilder.ofAlice().signedBy(NEW));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void redirects_are_followed(int status) {
        server.respondWith(exchange -> {
            if (exchange.getRequestURI().getQuery() == null) {
                exchange.getResponseHeaders().add("Location", "/jwks.json?moved");
                JwksServer.send(exchange, status, "");
            } else {
                JwksServer.send(exchange, 200, TestKey.published(NEW));
            }
        });

        assertAccepted(module, TokenBuilder.ofAlice().signedBy(NEW));
    }

    @Test
    void after_closing_known_keys_are_used_and_none_are_loaded() {
        server.publish(OLD, NEW);
        module.close();

        assertAccepted(module, TokenBuilder.ofAlice().signedBy(OLD));
        assertRejected(module, TokenBuilder.ofAlice().signedBy(NEW), Rejection.INVALID);

        assertThat(server.requests()).isEqualTo(1);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("keys-of-idp")));
    }
}
