package io.nicotask.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SettingsLoaderTest {

    private static final String PORT = "NICO_TASKS_HTTP_PORT";
    private static final String ACME = "{org: acme, provider: 550e8400-e29b-41d4-a716-446655440000";

    @TempDir
    private Path temporary;

    @Test
    void without_any_setting_the_defaults_apply() {
        Settings settings = load(null, Map.of(), Map.of());

        assertThat(settings.http()).isEqualTo(new Settings.Http("127.0.0.1", 8388, "nico", "Waiting"));
        assertThat(settings.data()).isEqualTo(new Settings.Data(Path.of("./nico-tasks-data"), false));
        assertThat(settings.database()).isEqualTo(new Settings.Database(null, null, null, 16));
        assertThat(settings.temporal()).isEqualTo(new Settings.Temporal(null, "default", "nico-tasks"));
        assertThat(settings.clockSkew()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.stopAttentionAfter()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.development()).isEqualTo(new Settings.Development(null, true));
        assertThat(settings.issuers()).isEmpty();
        assertThat(settings.workflows()).isEmpty();
        assertThat(settings.organizations()).isEmpty();
    }

    @Test
    void the_file_wins_over_the_default() {
        assertThat(load("http: {port: 1001}", Map.of(), Map.of()).http().port()).isEqualTo(1001);
    }

    @Test
    void the_environment_wins_over_the_file_and_the_default() {
        Map<String, String> environment = Map.of(PORT, "1002");

        assertThat(load("http: {port: 1001}", environment, Map.of()).http().port())
                .isEqualTo(1002);
        assertThat(load(null, environment, Map.of()).http().port()).isEqualTo(1002);
    }

    @Test
    void a_flag_wins_over_the_environment_the_file_and_the_default() {
        Map<Setting, String> flags = Map.of(Setting.HTTP_PORT, "1003");

        assertThat(load("http: {port: 1001}", Map.of(PORT, "1002"), flags)
                        .http()
                        .port())
                .isEqualTo(1003);
        assertThat(load("http: {port: 1001}", Map.of(), flags).http().port()).isEqualTo(1003);
        assertThat(load(null, Map.of(), flags).http().port()).isEqualTo(1003);
    }

    @Test
    void an_override_leaves_the_rest_of_its_group_unchanged() {
        Settings settings = load("http: {port: 1001, apiName: racks}", Map.of(PORT, "1002"), Map.of());

        assertThat(settings.http()).isEqualTo(new Settings.Http("127.0.0.1", 1002, "racks", "Waiting"));
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void every_scalar_setting_is_read_from_its_variable(Setting setting) {
        String value = switch (setting) {
            case HTTP_PORT, DATABASE_POOL_SIZE -> "77";
            case DATA_EPHEMERAL, DEVELOPMENT_ENABLED -> "true";
            case DEVELOPMENT_DEMO -> "false";
            case CLOCK_SKEW, STOP_ATTENTION_AFTER -> "7s";
            case HTTP_WAITING_AS -> "Pending";
            case DATABASE_URL -> "jdbc:postgresql://db/nico";
            case TEMPORAL_TARGET -> "temporal:7233";
            case HTTP_HOST,
                    HTTP_API_NAME,
                    DATA_DIR,
                    DATABASE_USER,
                    DATABASE_PASSWORD,
                    TEMPORAL_NAMESPACE,
                    TEMPORAL_TASK_QUEUE,
                    READY_FILE -> "of-the-environment";
        };

        Settings settings = load(null, Map.of(setting.variable(), value), Map.of());

        assertThat(settings)
                .isNotEqualTo(load(null, Map.of(), Map.of()))
                .isEqualTo(load(null, Map.of(), Map.of(setting, value)));
    }

    @Test
    void orgs_sites_and_issuers_come_from_the_file() {
        Settings settings = load("""
                issuers:
                  - {name: idp, issuer: https://idp.example.com, jwks: https://idp.example.com/jwks, jwksTimeout: 500ms}
                organizations:
                  - org: acme
                    provider: 550e8400-e29b-41d4-a716-446655440000
                    sites:
                      - {id: 660e8400-e29b-41d4-a716-446655440000, temporal: {target: "temporal:7233"}}
                """, Map.of(), Map.of());

        assertThat(settings.issuers())
                .singleElement()
                .satisfies(issuer -> assertThat(issuer.jwksTimeout()).isEqualTo(Duration.ofMillis(500)));
        assertThat(settings.organizations().getFirst().sites())
                .containsExactly(new Settings.Site(
                        UUID.fromString("660e8400-e29b-41d4-a716-446655440000"),
                        null,
                        new Settings.SiteTemporal("temporal:7233", null, null)));
    }

    @Test
    void every_kind_of_claim_mapping_comes_from_the_file() {
        Settings settings = load("""
                issuers:
                  - name: idp
                    issuer: https://idp.example.com
                    jwks: https://idp.example.com/jwks
                    claimMappings:
                      - {orgName: acme, roles: [PROVIDER_ADMIN]}
                      - {orgName: acme2, rolesAttribute: realm_access.roles}
                      - {orgName: robots, isServiceAccount: true}
                      - {orgAttribute: tenant_id, orgDisplayAttribute: tenant_name, rolesAttribute: nico_roles}
                      - {orgRolesAttribute: realm_access.roles}
                """, Map.of(), Map.of());

        assertThat(settings.issuers().getFirst().claimMappings())
                .containsExactly(
                        new Settings.ClaimMapping("acme", List.of("PROVIDER_ADMIN"), null, null, null, null, null),
                        new Settings.ClaimMapping("acme2", null, "realm_access.roles", null, null, null, null),
                        new Settings.ClaimMapping("robots", null, null, true, null, null, null),
                        new Settings.ClaimMapping(null, null, "nico_roles", null, "tenant_id", "tenant_name", null),
                        new Settings.ClaimMapping(null, null, null, null, null, null, "realm_access.roles"));
    }

    @Test
    void external_workflows_come_from_the_file() {
        Settings settings = load("""
                workflows:
                  upgrade: {type: FlashEverything, taskQueue: flashers, actsFor: 30s}
                  ingest: {type: RackIngestion, taskQueue: ingestion, actsFor: 0s}
                """, Map.of(), Map.of());

        assertThat(settings.workflows())
                .isEqualTo(Map.of(
                        "upgrade", new Settings.ExternalWorkflow("FlashEverything", "flashers", Duration.ofSeconds(30)),
                        "ingest", new Settings.ExternalWorkflow("RackIngestion", "ingestion", Duration.ZERO)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "htp: {port: 1} | The setting htp is not known.",
                "http: {prot: 1} | The setting http.prot is not known.",
                "http: 1 | The setting http is a group of settings, not a value.",
                "http: {port: many} | The setting http.port has a value that makes no sense.",
                "http: {port: 1.5} | The setting http.port has a value that makes no sense.",
                "http: {port: 99999999999} | The setting http.port has a value that makes no sense.",
                "http: {port: 65536} | The setting http.port must be between 0 and 65535.",
                "http: {port: -1} | The setting http.port must be between 0 and 65535.",
                "http: {apiName: a_b} | The setting http.apiName must be 1 to 64 letters, digits or hyphens.",
                "http: {waitingAs: pending} | The setting http.waitingAs must be Waiting or Pending.",
                "clockSkew: soon | The setting clockSkew has a value that makes no sense.",
                "development: {demo: perhaps} | The setting development.demo has a value that makes no sense.",
                "database: {poolSize: 3} | The setting database.poolSize must be between 4 and 1000.",
                "database: {url: 'jdbc:h2:mem'} | The setting database.url must begin with jdbc:postgresql:.",
                "temporal: {target: temporal} | The setting temporal.target must be host:port.",
                "temporal: {namespace: ''} | The setting temporal.namespace must not be blank.",
                "issuers: [{name: a}] | The issuer a has no setting issuer.",
                "issuers: [{name: a, claimMappings: [{orgRoles: b}]}]"
                        + " | The setting issuers[0].claimMappings[0].orgRoles is not known.",
                "organizations: [{org: a}] | The organization a has no setting provider.",
                "organizations: [{org: a, provider: b}]"
                        + " | The setting organizations[0].provider has a value that makes no sense.",
                "organizations: [null] | The setting organizations[0] has a value that makes no sense.",
                "organizations: [" + ACME + "}] | The organizations have no site.",
                "organizations: [" + ACME + ", sites: [{id: 5}]}]"
                        + " | The setting organizations[0].sites[0].id has a value that makes no sense.",
                "organizations: [" + ACME + "}, " + ACME + "}] | The organization acme is configured twice.",
                "workflows: {flash: {type: F, taskQueue: f}}"
                        + " | The setting workflows names flash, which is not the code of an operation.",
                "workflows: {upgrade: {taskQueue: f}} | The setting workflows.upgrade needs a type and a taskQueue.",
                "workflows: {upgrade: {type: F}} | The setting workflows.upgrade needs a type and a taskQueue.",
                "workflows: {upgrade: {type: F, taskQueue: ' '}}"
                        + " | The setting workflows.upgrade needs a type and a taskQueue.",
                "workflows: {upgrade: {type: F, taskQueue: f}} | The setting workflows.upgrade needs actsFor, how long its"
                        + " activities may act after the workflow has closed, such as 30s.",
                "workflows: {upgrade: {type: F, taskQueue: f, actsFor: -1s}}"
                        + " | The setting workflows.upgrade.actsFor has a value that makes no sense.",
                "workflows: {upgrade: } | The setting workflows.upgrade has a value that makes no sense.",
                "workflows: {upgrade: F} | The setting workflows.upgrade has a value that makes no sense.",
                "workflows: {upgrade: {queue: f}} | The setting workflows.upgrade.queue is not known.",
                "[http] | The configuration file FILE is not a set of settings.",
            })
    void unknown_and_invalid_settings_are_named_in_one_sentence(String yaml, String sentence) {
        assertThatThrownBy(() -> load(yaml, Map.of(), Map.of()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage(sentence.replace("FILE", file().toString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"http: [", "'http: {port: 1, port: 2}'", "a: b: c", "%"})
    void invalid_yaml_is_reported_in_one_sentence(String text) {
        assertThatThrownBy(() -> load(text, Map.of(), Map.of()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageStartingWith("The configuration file " + file() + " is not valid YAML: ")
                .message()
                .endsWith(".")
                .hasLineCount(1);
    }

    @Test
    void a_missing_file_is_named() {
        Path nowhere = temporary.resolve("nowhere.yaml");

        assertThatThrownBy(() -> new SettingsLoader(Map.of()).load(nowhere, Map.of()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage("The configuration file " + nowhere + " cannot be read.");
    }

    @Test
    void an_unknown_variable_with_the_prefix_is_named() {
        assertThatThrownBy(() -> load(null, Map.of("NICO_TASKS_HTTP_PROT", "1", "PROT", "1"), Map.of()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage("The environment variable NICO_TASKS_HTTP_PROT is not a setting.");
    }

    @Test
    void no_error_message_repeats_a_value() {
        assertThatThrownBy(() -> load("database: {password: [hunter2]}", Map.of(), Map.of()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageNotContaining("hunter2");
        assertThat(load("database: {password: hunter2}", Map.of(), Map.of()).toString())
                .doesNotContain("hunter2");
    }

    @Test
    void an_empty_file_sets_nothing() {
        assertThat(load("", Map.of(), Map.of())).isEqualTo(load(null, Map.of(), Map.of()));
    }

    private Settings load(@Nullable String yaml, Map<String, String> environment, Map<Setting, String> flags) {
        return new SettingsLoader(environment).load(yaml == null ? null : written(yaml), flags);
    }

    private Path written(String yaml) {
        try {
            return Files.writeString(file(), yaml);
        } catch (IOException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private Path file() {
        return temporary.resolve("nico-tasks.yaml");
    }
}
