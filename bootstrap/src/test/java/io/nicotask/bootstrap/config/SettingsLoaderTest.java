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
        assertThat(settings.database()).isEqualTo(new Settings.Database(null, null, null, 16, Duration.ofMinutes(1)));
        assertThat(settings.temporal())
                .isEqualTo(new Settings.Temporal(null, "default", "nico-tasks", null, null, null));
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
            case DATA_EPHEMERAL, DEVELOPMENT_ENABLED, TEMPORAL_TLS_ENABLED -> "true";
            case DEVELOPMENT_DEMO -> "false";
            case CLOCK_SKEW, STOP_ATTENTION_AFTER, DATABASE_START_WAIT -> "7s";
            case HTTP_WAITING_AS -> "Pending";
            case DATABASE_URL -> "jdbc:postgresql://db/nico";
            case TEMPORAL_TARGET -> "temporal:7233";
            case HTTP_HOST -> "127.0.0.9";
            case HTTP_API_NAME,
                    DATA_DIR,
                    DATABASE_USER,
                    DATABASE_PASSWORD,
                    TEMPORAL_NAMESPACE,
                    TEMPORAL_TASK_QUEUE,
                    TEMPORAL_TLS_CA,
                    TEMPORAL_TLS_CERTIFICATE,
                    TEMPORAL_TLS_KEY,
                    TEMPORAL_TLS_SERVER_NAME,
                    TEMPORAL_API_KEY,
                    TEMPORAL_API_KEY_FILE,
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
                      - id: 660e8400-e29b-41d4-a716-446655440000
                        name: East
                        temporal: {target: "temporal:7233"}
                """, Map.of(), Map.of());

        assertThat(settings.issuers())
                .singleElement()
                .satisfies(issuer -> assertThat(issuer.jwksTimeout()).isEqualTo(Duration.ofMillis(500)));
        assertThat(settings.organizations().getFirst().sites())
                .containsExactly(new Settings.Site(
                        UUID.fromString("660e8400-e29b-41d4-a716-446655440000"),
                        "East",
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
            quoteCharacter = '`',
            value = {
                "htp: {port: 1} | The setting htp is not known (FILE).",
                "http: {prot: 1} | The setting http.prot is not known (FILE).",
                "http: 1 | The setting http must be a group of settings, but is the number 1 (FILE).",
                "http: {port: many} | The setting http.port must be a whole number of at most 9 digits, but is 'many' (FILE).",
                "http: {port: 1.5} | The setting http.port must be a whole number of at most 9 digits,"
                        + " but is the number 1.5 (FILE).",
                "http: {port: 99999999999} | The setting http.port must be a whole number of at most 9 digits,"
                        + " but is the number 99999999999 (FILE).",
                "http: {port: 01} | The setting http.port must be a whole number of at most 9 digits,"
                        + " but is the number 01 (FILE).",
                "http: {port: 65536} | The setting http.port must be a whole number between 0 and 65535,"
                        + " but is the number 65536 (FILE).",
                "http: {port: '-1'} | The setting http.port must be a whole number between 0 and 65535, but is '-1' (FILE).",
                "http: {host: no.such.host.invalid} | The setting http.host must be an address or a host name that can be"
                        + " resolved, but is 'no.such.host.invalid' (FILE).",
                "http: {apiName: a_b} | The setting http.apiName must be 1 to 64 letters, digits or hyphens,"
                        + " but is 'a_b' (FILE).",
                "http: {waitingAs: pending} | The setting http.waitingAs must be Waiting or Pending,"
                        + " but is 'pending' (FILE).",
                "readyFile: /no/such/directory/ready | The setting readyFile must be a file in a directory that exists,"
                        + " but is '/no/such/directory/ready' (FILE).",
                "clockSkew: soon | The setting clockSkew must be a length of time such as 30s, 5m or 1h,"
                        + " but is 'soon' (FILE).",
                "clockSkew: 30 | The setting clockSkew must be a length of time such as 30s, 5m or 1h,"
                        + " but is the number 30 (FILE).",
                "development: {demo: perhaps} | The setting development.demo must be true or false, but is 'perhaps' (FILE).",
                "development: {demo: yes} | The setting development.demo must be true or false,"
                        + " but is the boolean yes (FILE).",
                "database: {poolSize: 3} | The setting database.poolSize must be a whole number between 4 and 1000,"
                        + " but is the number 3 (FILE).",
                "database: {url: 'jdbc:h2:mem'} | The setting database.url must be a JDBC URL that begins with"
                        + " jdbc:postgresql:, but is 'jdbc:h2:mem' (FILE).",
                "temporal: {target: temporal} | The setting temporal.target must be host:port, but is 'temporal' (FILE).",
                "temporal: {target: 'temporal:70000'} | The setting temporal.target must be host:port,"
                        + " but is 'temporal:70000' (FILE).",
                "temporal: {namespace: ''} | The setting temporal.namespace must be a name that is not blank, but is '' (FILE).",
                "issuers: {name: a} | The setting issuers must be a list, but is a group of settings (FILE).",
                "issuers: [null] | The setting issuers[0] must be left out or have a value, but is empty (FILE).",
                "issuers: [{issuer: a}] | The setting issuers[0].name is missing; expected is a name that is not blank (FILE).",
                "issuers: [{name: a}] | The setting issuers[0].issuer is missing; expected is the iss of its tokens (FILE).",
                "issuers: [{name: a, issuer: ' '}] | The setting issuers[0].issuer must be the iss of its tokens,"
                        + " but is ' ' (FILE).",
                "issuers: [{name: a, claimMappings: [{orgRoles: b}]}]"
                        + " | The setting issuers[0].claimMappings[0].orgRoles is not known (FILE).",
                "organizations: [{org: a}] | The setting organizations[0].provider is missing; expected is a UUID (FILE).",
                "organizations: [{org: a, provider: b}]"
                        + " | The setting organizations[0].provider must be a UUID, but is 'b' (FILE).",
                "organizations: [{org: a, provider: 1-1-1-1-1}]"
                        + " | The setting organizations[0].provider must be a UUID, but is '1-1-1-1-1' (FILE).",
                "organizations: [" + ACME + "}] | The organizations have no site (FILE).",
                "organizations: [" + ACME + ", sites: [{id: 5}]}]"
                        + " | The setting organizations[0].sites[0].id must be a UUID, but is the number 5 (FILE).",
                "organizations: [" + ACME + "}, " + ACME + "}]"
                        + " | The setting organizations[1].org must be named only once, but is 'acme' (FILE).",
                "workflows: {flash: {type: F, taskQueue: f}}"
                        + " | The setting workflows names 'flash', which is not the code of an operation (FILE).",
                "workflows: {upgrade: {taskQueue: f}}"
                        + " | The setting workflows.upgrade.type is missing; expected is a name that is not blank (FILE).",
                "workflows: {upgrade: {type: F, taskQueue: ' '}}"
                        + " | The setting workflows.upgrade.taskQueue must be a name that is not blank, but is ' ' (FILE).",
                "workflows: {upgrade: {type: F, taskQueue: f}} | The setting workflows.upgrade.actsFor is missing; expected"
                        + " is how long its activities may act after the workflow has closed, such as 30s (FILE).",
                "workflows: {upgrade: {type: F, taskQueue: f, actsFor: -1s}} | The setting workflows.upgrade.actsFor must be"
                        + " a length of time such as 30s, 5m or 1h, but is '-1s' (FILE).",
                "workflows: {upgrade: } | The setting workflows.upgrade must be left out or have a value, but is empty (FILE).",
                "workflows: {upgrade: F} | The setting workflows.upgrade must be a group of settings, but is 'F' (FILE).",
                "workflows: {upgrade: {queue: f}} | The setting workflows.upgrade.queue is not known (FILE).",
                "[http] | The configuration file FILE is not a group of settings.",
            })
    void unknown_and_invalid_settings_are_named_in_one_sentence(String yaml, String sentence) {
        assertThatThrownBy(() -> load(yaml, Map.of(), Map.of()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage(sentence.replace("FILE", file().toString()));
    }

    /** YAML would read {@code 0123} as 83, and {@code no} as false. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "http: {apiName: 123} | http.apiName | the number 123",
                "http: {apiName: 1.10} | http.apiName | the number 1.10",
                "database: {user: 0123} | database.user | the number 0123",
                "database: {user: 2026-01-01} | database.user | the date 2026-01-01",
                "data: {dir: 7} | data.dir | the number 7",
                "temporal: {namespace: on} | temporal.namespace | the boolean on",
                "issuers: [{name: 5}] | issuers[0].name | the number 5",
                "issuers: [{audiences: [a, 5]}] | issuers[0].audiences[1] | the number 5",
                "issuers: [{claimMappings: [{orgName: true}]}] | issuers[0].claimMappings[0].orgName | the boolean true",
                "issuers: [{claimMappings: [{roles: [no]}]}] | issuers[0].claimMappings[0].roles[0] | the boolean no",
                "organizations: [{org: 12_3}] | organizations[0].org | the number 12_3",
                "organizations: [{org: {a: b}}] | organizations[0].org | a group of settings",
                "workflows: {upgrade: {type: 1.0e+3}} | workflows.upgrade.type | the number 1.0e+3",
            })
    void no_other_scalar_stands_for_a_text(String yaml, String path, String found) {
        assertThatThrownBy(() -> load(yaml, Map.of(), Map.of()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage("The setting %s must be text (a number, boolean or date in quotes), but is %s (%s)."
                        .formatted(path, found, file()));
    }

    @Test
    void a_scalar_in_quotes_is_a_text() {
        Settings settings = load("""
                http: {apiName: "123"}
                database: {user: '0123', password: "true"}
                temporal: {namespace: "2026-01-01"}
                """, Map.of(), Map.of());

        assertThat(settings.http().apiName()).isEqualTo("123");
        assertThat(settings.database().user()).isEqualTo("0123");
        assertThat(settings.database().password()).isEqualTo("true");
        assertThat(settings.temporal().namespace()).isEqualTo("2026-01-01");
    }

    @Test
    void an_error_names_the_variable_or_the_option_that_has_the_value() {
        assertThatThrownBy(() -> load("http: {port: 1}", Map.of(PORT, "many"), Map.of()))
                .hasMessageEndingWith("but is 'many' (environment variable NICO_TASKS_HTTP_PORT).");
        assertThatThrownBy(() -> load("http: {port: 1}", Map.of(PORT, "-2"), Map.of()))
                .hasMessageEndingWith("but is '-2' (environment variable NICO_TASKS_HTTP_PORT).");
        assertThatThrownBy(() -> load("http: {port: x}", Map.of(PORT, "y"), Map.of(Setting.HTTP_PORT, "z")))
                .hasMessageEndingWith("but is 'z' (option --port).");
        assertThatThrownBy(() -> load(null, Map.of(), Map.of(Setting.HTTP_HOST, " ")))
                .hasMessageEndingWith("but is ' ' (option --host).");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"http: [", "'http: {port: 1, port: 2}'", "a: b: c", "%", "'a: &x [*x]'", "'a: *x'", "'? [a]'"})
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "database: {password: [hunter2]} | a list",
                "database: {password: 27182} | a number",
                "database: {password: {hunter2: 27182}} | a group of settings",
                "database: {password: 2026-01-01} | a date",
            })
    void no_error_message_repeats_a_password(String yaml, String found) {
        assertThatThrownBy(() -> load(yaml, Map.of(), Map.of()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage("The setting database.password must be text (a number, boolean or date in quotes), but is "
                        + found + " (" + file() + ").");
    }

    @Test
    void no_text_repeats_a_password() {
        assertThatThrownBy(() -> load("database: {url: 'jdbc:h2://nico:hunter2@db/nico'}", Map.of(), Map.of()))
                .hasMessageContaining("but is 'jdbc:h2://***@db/nico'");
        assertThatThrownBy(() -> load("database: {url: 'jdbc:h2://db/nico?password=hunter2&a=b'}", Map.of(), Map.of()))
                .hasMessageContaining("but is 'jdbc:h2://db/nico?password=***&a=b'");
        assertThat(load("database: {password: hunter2}", Map.of(), Map.of()).toString())
                .doesNotContain("hunter2");
    }

    @Test
    void an_empty_file_sets_nothing() {
        assertThat(load("", Map.of(), Map.of()))
                .usingRecursiveComparison()
                .ignoringFields("source")
                .isEqualTo(load(null, Map.of(), Map.of()));
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
