package io.nicotask.adapter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.nicotask.application.port.CallerAuthenticator.KeysUnavailable;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tokens are secrets: no part of one is logged. */
final class TokenLoggingTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.nicotask.adapter.auth");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final JwksServer server = JwksServer.publishing(TestKey.RSA);
    private final JwksServer brokenServer = JwksServer.on(0);

    @BeforeEach
    void listen() {
        appender.start();
        logger.setLevel(Level.TRACE);
        logger.addAppender(appender);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(appender);
        logger.setLevel(null);
        server.close();
        brokenServer.close();
    }

    @Test
    void a_rejection_is_logged_with_its_reason_and_the_issuer() {
        try (AuthModule module =
                AuthFixture.ready(AuthFixture.start(AuthFixture.issuer(server.url(), AuthFixture.ACME)))) {
            authenticate(module, TokenBuilder.ofAlice().without("exp").signedBy(TestKey.RSA));
            authenticate(module, "no token");
        }

        assertThat(messages())
                .contains(
                        "A token of idp was rejected: EXPIRED", "A token of no known issuer was rejected: NOT_A_TOKEN");
    }

    @Test
    void no_part_of_a_token_is_logged() {
        List<String> tokens = Stream.of(
                        TokenBuilder.ofAlice(),
                        TokenBuilder.ofAlice().without("exp"),
                        TokenBuilder.ofAlice().claim("iss", "marker"),
                        TokenBuilder.ofAlice().claim("sub", "\u0000"),
                        TokenBuilder.ofAlice().header("crit", List.of("marker")))
                .map(token -> token.claim("jti", "marker").signedBy(TestKey.RSA))
                .toList();

        try (AuthModule module =
                        AuthFixture.ready(AuthFixture.start(AuthFixture.issuer(server.url(), AuthFixture.ACME)));
                AuthModule broken = AuthFixture.start(AuthFixture.issuer(brokenServer.url(), AuthFixture.ACME))) {
            tokens.forEach(token -> authenticate(module, token));
            tokens.forEach(token -> authenticate(module, token.substring(1)));
            tokens.forEach(token -> authenticate(broken, token));
        }

        String[] parts = tokens.stream()
                .flatMap(token -> Stream.of(token.split("\\.", -1)))
                .toArray(String[]::new);
        assertThat(messages())
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message).doesNotContain(parts).doesNotContain("marker"));
    }

    @Test
    void a_parsed_token_does_not_print_its_content() {
        String text = TokenBuilder.ofAlice().signedBy(TestKey.RSA);

        assertThat(SignedToken.parse(text).toString())
                .doesNotContain(text.split("\\.", -1))
                .doesNotContain("alice");
    }

    private static void authenticate(AuthModule module, String token) {
        try {
            var unused = module.authenticator().authenticate(token);
        } catch (KeysUnavailable expected) {
            // Other tests check the result.
        }
    }

    private List<String> messages() {
        return List.copyOf(appender.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
