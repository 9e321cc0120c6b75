package io.nicotask.adapter.auth;

import static io.nicotask.adapter.auth.AuthFixture.assertAccepted;
import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import io.nicotask.adapter.auth.AuthModule.IssuerSettings;
import io.nicotask.adapter.auth.AuthModule.Jwks;
import io.nicotask.adapter.auth.IssuerKeys.RefreshIntervals;
import io.nicotask.application.port.CallerAuthenticator.KeysUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first load of keys, and later ones, from servers and files. */
final class InitialKeyLoadTest {

    private static final TestKey KEY = TestKey.ec("key", Curve.P_256);
    /** Long enough to load keys on a busy machine, where several loads may be needed. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final TestKey NEXT = TestKey.ec("next", Curve.P_256);

    private final CountDownLatch release = new CountDownLatch(1);
    private final List<AutoCloseable> opened = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @Test
    void a_caller_before_the_first_load_waits_for_the_keys() {
        JwksServer server = open(JwksServer.on(0));
        server.respondWith(exchange -> {
            release.await();
            JwksServer.send(exchange, 200, TestKey.published(KEY));
        });
        AuthModule module = start(server.url(), LONG);
        await().until(() -> server.requests() == 1);
        assertThat(module.authenticator().isReady()).isFalse();

        release.countDown();

        assertAccepted(module, TokenBuilder.ofAlice().signedBy(KEY));
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void a_server_that_starts_later_is_found_without_a_caller() {
        JwksServer first = JwksServer.on(0);
        int port = first.port();
        String url = first.url();
        first.close();
        AuthModule module = start(url, LONG);
        assertNoKeys(module);

        open(JwksServer.on(port)).publish(KEY);

        AuthFixture.ready(module);
        assertAccepted(module, TokenBuilder.ofAlice().signedBy(KEY));
    }

    @Test
    void a_load_from_a_silent_server_times_out() {
        JwksServer server = open(JwksServer.on(0));
        server.respondWith(exchange -> release.await());
        AuthModule module = start(server.url(), SHORT);

        assertNoKeys(module);

        server.publish(KEY);
        AuthFixture.ready(module);
    }

    @Test
    void a_load_from_a_server_that_sends_single_bytes_times_out() {
        JwksServer server = open(JwksServer.on(0));
        server.respondWith(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (release.getCount() > 0) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                Thread.sleep(20);
            }
        });
        AuthModule module = start(server.url(), SHORT);

        assertNoKeys(module);

        server.publish(KEY);
        AuthFixture.ready(module);
    }

    @Test
    void one_issuer_with_keys_is_enough_to_be_ready() {
        IssuerSettings without = new IssuerSettings(
                "without",
                "https://without.example.com",
                AuthFixture.jwks(open(JwksServer.on(0)).url()),
                List.of(),
                List.of(),
                List.of(AuthModule.ClaimMapping.serviceAccount("robots")));
        IssuerSettings with =
                AuthFixture.issuer(open(JwksServer.publishing(KEY)).url(), AuthFixture.ACME);

        AuthModule module = AuthFixture.ready(open(AuthFixture.start(without, with)));

        assertAccepted(module, TokenBuilder.ofAlice().signedBy(KEY));
        String ofOther = TokenBuilder.ofAlice()
                .claim("iss", "https://without.example.com")
                .signedBy(KEY);
        assertThatThrownBy(() -> assertAccepted(module, ofOther))
                .isInstanceOf(KeysUnavailable.class)
                .hasMessage("The keys of the issuer without have never been loaded");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keys_in_a_file_are_reloaded_for_an_unknown_key(boolean asUrl) throws IOException {
        Path file = directory.resolve("key set.json");
        publish(file, KEY);
        AuthModule module = AuthFixture.ready(start(asUrl ? file.toUri().toString() : file.toString(), LONG));
        assertAccepted(module, TokenBuilder.ofAlice().signedBy(KEY));

        publish(file, KEY, NEXT);

        assertAccepted(module, TokenBuilder.ofAlice().signedBy(NEXT));
    }

    @Test
    void a_file_that_is_created_later_is_found_without_a_caller() throws IOException {
        Path file = directory.resolve("keys.json");
        AuthModule module = start(file.toString(), LONG);
        assertNoKeys(module);

        publish(file, KEY);

        AuthFixture.ready(module);
    }

    @Test
    void a_directory_has_no_keys() {
        assertNoKeys(start(directory.toString(), LONG));
    }

    @Test
    void private_parts_of_keys_are_ignored() throws IOException {
        Path file = directory.resolve("keys.json");
        Files.writeString(file, "{\"keys\":[" + KEY.privateJwk() + "]}");

        AuthModule module = AuthFixture.ready(start(file.toString(), LONG));

        assertAccepted(module, TokenBuilder.ofAlice().signedBy(KEY));
    }

    @Test
    void keys_are_reloaded_periodically_so_that_withdrawn_ones_expire() {
        JwksServer server = open(JwksServer.publishing(KEY));
        JwksLocation location = JwksLocation.of(server.url(), LONG).orElseThrow();
        RefreshIntervals often = new RefreshIntervals(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofDays(1));
        IssuerKeys issuerKeys = open(new IssuerKeys("idp", new JwksLoader(location, LONG), often, AuthFixture.clock()));
        SignedToken token = parse(TokenBuilder.ofAlice().signedBy(KEY));
        issuerKeys.start();
        await().until(issuerKeys::isLoaded);
        assertThat(issuerKeys.hasSigned(token)).isTrue();

        server.publish(NEXT);

        await().until(() -> !issuerKeys.hasSigned(token));
    }

    private static SignedToken parse(String token) {
        return ((SignedToken.ParsedToken.Signed) SignedToken.parse(token)).token();
    }

    private static void assertNoKeys(AuthModule module) {
        assertThatThrownBy(() -> assertAccepted(module, TokenBuilder.ofAlice().signedBy(KEY)))
                .isInstanceOf(KeysUnavailable.class)
                .hasMessage("The keys of the issuer idp have never been loaded");
        assertThat(module.authenticator().isReady()).isFalse();
    }

    /** Replaces the file by a rename, since the module may be reading it. */
    private static void publish(Path file, TestKey... keys) throws IOException {
        Path next = file.resolveSibling("next");
        Files.writeString(next, TestKey.published(keys));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private AuthModule start(String location, Duration timeout) {
        IssuerSettings issuer = new IssuerSettings(
                "idp",
                TokenBuilder.ISSUER,
                new Jwks(location, timeout),
                List.of(),
                List.of(),
                List.of(AuthFixture.ACME));
        return open(AuthFixture.start(issuer));
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened.add(closeable);
        return closeable;
    }
}
