package io.nicotask.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.adapter.workflow.TemporalEngine;
import io.nicotask.adapter.workflow.TemporalServer;
import io.nicotask.bootstrap.config.InvalidSettings;
import io.nicotask.bootstrap.config.Settings;
import io.nicotask.bootstrap.config.SettingsLoader;
import io.nicotask.domain.value.SiteId;
import io.nicotask.tls.TestCertificates;
import io.nicotask.tls.TestCertificates.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of TLS and of API keys, for all sites and for one. */
final class TemporalSecurityTest {

    private static final UUID SITE = UUID.fromString("660e8400-e29b-41d4-a716-446655440000");

    @TempDir
    private static Path shared;

    private static Identity authority;
    private static Identity client;

    @TempDir
    private Path temporary;

    @BeforeAll
    static void makeCertificates() {
        TestCertificates certificates = new TestCertificates(shared);
        authority = certificates.authority("authority");
        client = certificates.issue("client", authority);
    }

    @Test
    void without_settings_a_site_is_reached_by_plain_text() {
        assertThat(serverOf("{}", "{}")).isEqualTo(plain());
    }

    @Test
    void a_group_without_files_turns_tls_on() {
        assertThat(serverOf("{tls: {}}", "{}")).isEqualTo(plain().tls());
        assertThat(serverOf("{tls: {enabled: true}}", "{}")).isEqualTo(plain().tls());
    }

    @Test
    void files_and_server_name_are_applied() throws IOException {
        String tls = "{tls: {ca: %s, certificate: %s, key: %s, serverName: temporal.example}}"
                .formatted(
                        file("ca.pem", authority.certificate()),
                        file("client.pem", client.certificate()),
                        file("client.key", client.key()));

        TemporalServer expected = plain().trusting(authority.certificate())
                .clientCertificate(client.certificate(), client.key())
                .serverName("temporal.example");
        assertThat(serverOf(tls, "{}")).isEqualTo(expected);
        assertThat(serverOf("{}", tls)).isEqualTo(expected);
    }

    @Test
    void tls_of_a_site_replaces_that_of_all_sites_as_a_whole() throws IOException {
        String ca = "{tls: {ca: %s}}".formatted(file("ca.pem", authority.certificate()));

        assertThat(serverOf(ca, "{tls: {serverName: temporal.example}}"))
                .isEqualTo(plain().serverName("temporal.example"));
        assertThat(serverOf(ca, "{tls: {enabled: false}}")).isEqualTo(plain());
    }

    @Test
    void a_key_turns_tls_on_and_is_read_again_after_its_file_was_changed() throws IOException {
        Path file = file("key", "first\n");
        ApiKey key = new ApiKey(file);

        assertThat(serverOf("{apiKeyFile: %s}".formatted(file), "{}")).isEqualTo(plain().apiKey(key));
        assertThat(key.get()).isEqualTo("first");
        Files.writeString(file, "second");
        assertThat(key.get()).isEqualTo("second");
    }

    @Test
    void a_site_has_the_key_of_all_sites_unless_it_has_its_own_or_no_tls() throws IOException {
        Path all = file("all", "key-of-all");
        Path own = file("own", "key-of-one");
        String defaults = "{apiKeyFile: %s}".formatted(all);

        assertThat(serverOf(defaults, "{apiKeyFile: %s}".formatted(own))).isEqualTo(plain().apiKey(new ApiKey(own)));
        assertThat(serverOf(defaults, "{tls: {enabled: false}}")).isEqualTo(plain());
    }

    @Test
    void the_key_itself_may_be_a_setting_and_is_never_shown() {
        String defaults = "{apiKey: hunter2}";

        assertThat(serverOf(defaults, "{}").toString()).endsWith("over TLS with an API key");
        assertThat(settings(defaults, defaults).toString()).doesNotContain("hunter2");
        assertThatThrownBy(() -> settings("{apiKey: [hunter2]}", "{}"))
                .hasMessageContaining("temporal.apiKey must be text")
                .message()
                .doesNotContain("hunter2");
        assertThatThrownBy(() -> settings("{}", "{apiKey: [hunter2]}"))
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void a_file_that_cannot_be_read_is_named_with_its_setting() {
        Path nowhere = temporary.resolve("nowhere");

        assertRefused("{tls: {ca: %s}}", nowhere, "The setting temporal.tls.ca (%s) names a file that cannot be read.");
        assertRefused(
                "{tls: {certificate: %1$s, key: %1$s}}",
                nowhere, "The setting temporal.tls.certificate (%s) names a file that cannot be read.");
        assertRefused(
                "{apiKeyFile: %s}", nowhere, "The setting temporal.apiKeyFile (%s) names a file that cannot be read.");
    }

    @Test
    void a_file_with_something_else_is_named_with_its_setting() throws IOException {
        Path text = file("text", "hunter two");

        assertRefused(
                "{tls: {ca: %s}}",
                text,
                "The setting temporal.tls.ca (%s) cannot be used: the trusted authority is no X.509 certificate in PEM"
                        + " (BEGIN CERTIFICATE).");
        assertRefused(
                "{tls: {certificate: " + file("client.pem", client.certificate()) + ", key: %s}}",
                text,
                "The setting temporal.tls.certificate (" + temporary.resolve("client.pem")
                        + ") with temporal.tls.key (%s) cannot be used: the private key is not in PKCS #8 as PEM without"
                        + " encryption (BEGIN PRIVATE KEY).");
        assertRefused(
                "{apiKeyFile: %s}",
                text,
                "The setting temporal.apiKeyFile (%s) must be a key of letters, digits and signs, without spaces.");
    }

    @Test
    void a_key_of_another_certificate_is_named_with_both_settings() throws IOException {
        Path certificate = file("client.pem", client.certificate());

        assertRefused(
                "{tls: {certificate: " + certificate + ", key: %s}}",
                file("authority.key", authority.key()),
                "The setting temporal.tls.certificate (" + certificate + ") with temporal.tls.key (%s) cannot be used:"
                        + " the private key does not belong to the client certificate.");
    }

    @Test
    void contradictions_are_refused() throws IOException {
        Path file = file("any", "any");

        assertRefused(
                "{tls: {key: %s}}",
                file, "Of the settings temporal.tls.certificate and temporal.tls.key both must be set, or none.");
        assertRefused(
                "{apiKey: a, apiKeyFile: %s}",
                file, "Of the settings temporal.apiKey and temporal.apiKeyFile only one can be set.");
        assertRefused(
                "{tls: {enabled: false}, apiKeyFile: %s}",
                file, "The API key of temporal needs TLS, but temporal.tls.enabled is false.");
        assertThatThrownBy(() -> serverOf("{}", "{apiKey: 'a b'}"))
                .hasMessage("The setting organizations[0].sites[0].temporal.apiKey must be a key of letters, digits and"
                        + " signs, without spaces.");
    }

    private void assertRefused(String temporal, Path file, String sentence) {
        assertThatThrownBy(() -> serverOf(temporal.formatted(file), "{}"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage(sentence.formatted(file));
    }

    private static TemporalServer plain() {
        return TemporalEngine.at("temporal:7233");
    }

    private TemporalServer serverOf(String temporal, String site) {
        Settings settings = settings(temporal, site);
        return new SiteConfiguration(settings.organizations(), settings.temporal())
                .engines(List.of(), null)
                .get(new SiteId(SITE))
                .server();
    }

    private Settings settings(String temporal, String site) {
        try {
            Path file = file("nico-tasks.yaml", """
                    temporal: %s
                    organizations:
                      - org: acme
                        provider: 550e8400-e29b-41d4-a716-446655440000
                        sites: [{id: %s, temporal: %s}]
                    """.formatted(temporal, SITE, site));
            return new SettingsLoader(Map.of("NICO_TASKS_TEMPORAL_TARGET", "temporal:7233")).load(file, Map.of());
        } catch (IOException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(temporary.resolve(name), content);
    }
}
