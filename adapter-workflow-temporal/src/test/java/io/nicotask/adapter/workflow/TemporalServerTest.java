package io.nicotask.adapter.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.tls.TestCertificates;
import io.nicotask.tls.TestCertificates.Identity;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalServerTest {

    private static final String NO_KEY =
            "The private key is not in PKCS #8 as PEM without encryption (BEGIN PRIVATE KEY)";
    private static final String OTHER_KEY = "The private key does not belong to the client certificate";

    @TempDir
    private static Path temporary;

    private static Identity elliptic;
    private static Identity rsa;

    private final TemporalServer server = TemporalEngine.at("temporal.example:7233");

    @BeforeAll
    static void makeCertificates() {
        TestCertificates certificates = new TestCertificates(temporary);
        elliptic = certificates.authority("elliptic");
        rsa = certificates.issue("rsa", elliptic, "-keyalg", "RSA");
    }

    @Test
    void keys_of_both_usual_algorithms_are_accepted() {
        assertThat(server.clientCertificate(elliptic.certificate(), elliptic.key()))
                .isEqualTo(server.clientCertificate(elliptic.certificate(), elliptic.key()))
                .isNotEqualTo(server.clientCertificate(rsa.certificate() + elliptic.certificate(), rsa.key()));
    }

    @Test
    void what_is_no_certificate_is_refused() {
        assertRefused(() -> server.trusting(elliptic.key()), "The trusted authority is no X.509 certificate in PEM");
        assertRefused(() -> server.trusting(""), "The trusted authority is no X.509 certificate in PEM");
        assertRefused(
                () -> server.clientCertificate("certificate", elliptic.key()),
                "The client certificate is no X.509 certificate in PEM");
    }

    @Test
    void a_key_that_is_none_or_belongs_to_another_certificate_is_refused() {
        assertRefused(() -> server.clientCertificate(rsa.certificate(), "key"), NO_KEY);
        assertRefused(() -> server.clientCertificate(rsa.certificate(), rsa.certificate()), NO_KEY);
        assertRefused(() -> server.clientCertificate(rsa.certificate(), elliptic.key()), OTHER_KEY);
        assertRefused(
                () -> server.clientCertificate(rsa.certificate(), rsa.key().replaceFirst("\n....", "\nAAAA")),
                OTHER_KEY);
    }

    @Test
    void blank_names_are_refused() {
        assertRefused(() -> TemporalEngine.at(" "), "The target must not be blank");
        assertRefused(() -> server.namespace(""), "The namespace must not be blank");
        assertRefused(() -> server.serverName(""), "The server name must not be blank");
    }

    @Test
    void its_text_has_neither_key_nor_certificate() {
        TemporalServer secured = server.namespace("racks")
                .trusting(elliptic.certificate())
                .clientCertificate(rsa.certificate(), rsa.key())
                .apiKey(() -> "secret");

        assertThat(secured).hasToString("racks at temporal.example:7233 over TLS with an API key");
        assertThat(server).hasToString("default at temporal.example:7233");
    }

    private static void assertRefused(Supplier<TemporalServer> attempt, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(attempt.get()).isNull())
                .withMessageStartingWith(message)
                .withNoCause();
    }
}
